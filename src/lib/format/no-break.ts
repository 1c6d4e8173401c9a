/** Puts no-break spaces between a number (`12`, `1.7k`) and its noun, and within dates. */
export function withNoBreakSpaces(text: string): string {
  return text.replaceAll(/(?<=\d[.k]?) (?=\p{L})|(?<=\p{L}\.?) (?=\d)/gu, '\u00a0');
}
