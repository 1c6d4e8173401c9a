/**
 * The message of an error. If a host name has several addresses and none of them answers, Node.js
 * throws an AggregateError without a message; its first error has one.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
