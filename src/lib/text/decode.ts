/** Marks at the beginning of a file that say how it is written. */
export const marks: { bytes: number[]; encoding: string }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
];

/**
 * The text of a file that somebody made: UTF-8 or UTF-16, as its mark says; without one UTF-8, or
 * where that cannot be Windows' own 8 bits, as Excel still writes them. The mark is left out.
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
 * A list begins with a letter or a sign of ASCII: two bytes, one of them 0, are one of those in
 * UTF-16.
 */
export function unmarkedUtf16([first, second]: Uint8Array): string | undefined {
  if (first === 0 && second !== 0 && second !== undefined) return 'utf-16be';
  return second === 0 && first !== 0 ? 'utf-16le' : undefined;
}
