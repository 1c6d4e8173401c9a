/**
 * The domain of an address in lower case: the key for the circuit breaker, domain pauses and limits
 * per domain.
 */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
