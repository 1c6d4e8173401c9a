/** Puts no-break spaces between a number and its noun, and within dates. */
export function withNoBreakSpaces(text: string): string {
  return text.replaceAll(/(?<=\d\.?) (?=\p{L})|(?<=\p{L}\.?) (?=\d)/gu, '\u00a0');
}
