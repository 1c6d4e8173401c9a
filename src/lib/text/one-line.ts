/**
 * A text as one line: control characters and runs of white space become one space. What turns the
 * direction of all that follows (U+202A to U+202E, U+2066 to U+2069) is left out, because the text
 * is shown inside other sentences; and halves of a surrogate pair, which no database takes.
 */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[\u202A-\u202E\u2066-\u2069\p{Cs}]/gu, '')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
