/**
 * A text as one line: each run of control characters and white space becomes one space. Two kinds
 * of characters are removed: direction marks (U+202A to U+202E, U+2066 to U+2069), because the text
 * is shown inside other sentences, and lone surrogates, which no database accepts.
 */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[\u202A-\u202E\u2066-\u2069\p{Cs}]/gu, '')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
