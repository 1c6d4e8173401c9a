/**
 * What an error says; a name that leads to several addresses, none of which answers, gives an error
 * without words of its own.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
