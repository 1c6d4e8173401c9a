/** Byte order marks, and the encodings that they stand for. */
export const marks: { bytes: number[]; encoding: string }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
];

/**
 * The text of an uploaded file. A byte order mark decides between UTF-8 and UTF-16 and is removed.
 * Without one the text is UTF-8 or, if it is not valid UTF-8, Windows' 8-bit encoding, which Excel
 * still writes.
 */
export function decodeText(file: Uint8Array): string {
  const marked = marks.find(({ bytes }) => bytes.every((byte, index) => file[index] === byte));
  if (marked !== undefined) return new TextDecoder(marked.encoding).decode(file);
  const unmarked = unmarkedUtf16(file);
  if (unmarked !== undefined) return new TextDecoder(unmarked).decode(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return new TextDecoder('windows-1252').decode(file);
  }
}

/**
 * A list begins with an ASCII character. If one of its first two bytes is 0, the file is
 * UTF-16.
 */
export function unmarkedUtf16([first, second]: Uint8Array): string | undefined {
  if (first === 0 && second !== 0 && second !== undefined) return 'utf-16be';
  return second === 0 && first !== 0 ? 'utf-16le' : undefined;
}
