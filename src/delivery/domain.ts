/**
 * The domain of an address, in lower case: what the breaker, a domain's rest and its limits go by.
 */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
