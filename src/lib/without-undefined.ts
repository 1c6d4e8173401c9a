/** A copy without undefined properties, as `exactOptionalPropertyTypes` requires. */
export function withoutUndefined<T extends object>(
  from: T,
): { [Name in keyof T]?: Exclude<T[Name], undefined> };
export function withoutUndefined(from: object): object {
  return Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined));
}
