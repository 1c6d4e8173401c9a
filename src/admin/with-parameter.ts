/** Appends a parameter to a local path, which may have a query already. */
export function withParameter(path: string, name: string, value: string | number): string {
  return `${path}${path.includes('?') ? '&' : '?'}${name}=${value}`;
}
