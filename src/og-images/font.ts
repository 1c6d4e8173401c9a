/** The font metrics needed for line breaking. */
export interface Font {
  /** The advance width of a character, in em; undefined if the font lacks it. */
  advance(codePoint: number): number | undefined;
}

/** Reads a TrueType or OpenType font (https://learn.microsoft.com/typography/opentype/spec). */
export function readFont(file: Buffer): Font {
  const glyphs = readCharacters(table(file, 'cmap'));
  const unitsPerEm = table(file, 'head').readUInt16BE(18);
  const metrics = table(file, 'hmtx');
  // Glyphs after the last one with metrics have the same width as that one.
  const last = table(file, 'hhea').readUInt16BE(34) - 1;
  return {
    advance(codePoint) {
      const glyph = glyphs.get(codePoint);
      return glyph === undefined
        ? undefined
        : metrics.readUInt16BE(4 * Math.min(glyph, last)) / unitsPerEm;
    },
  };
}

function table(file: Buffer, tag: string): Buffer {
  for (let index = 0; index < file.readUInt16BE(4); index += 1) {
    const entry = 12 + 16 * index;
    if (file.toString('latin1', entry, entry + 4) !== tag) continue;
    const from = file.readUInt32BE(entry + 8);
    return file.subarray(from, from + file.readUInt32BE(entry + 12));
  }
  throw new Error(`a font without a table ${tag}`);
}

/** Maps code points to glyphs, from the Unicode subtables in formats 4 (16 bits) and 12. */
function readCharacters(cmap: Buffer): Map<number, number> {
  const glyphs = new Map<number, number>();
  for (let index = 0; index < cmap.readUInt16BE(2); index += 1) {
    const sub = cmap.subarray(cmap.readUInt32BE(8 + 8 * index));
    const format = sub.readUInt16BE(0);
    if (format === 4) readSegments(sub, glyphs);
    if (format === 12) readGroups(sub, glyphs);
  }
  return glyphs;
}

function readSegments(sub: Buffer, glyphs: Map<number, number>): void {
  const size = sub.readUInt16BE(6);
  const [ends, starts, deltas, offsets] = [14, 16 + size, 16 + 2 * size, 16 + 3 * size];
  for (let at = 0; at < size; at += 2) {
    const offset = sub.readUInt16BE(offsets + at);
    const start = sub.readUInt16BE(starts + at);
    const delta = sub.readUInt16BE(deltas + at);
    for (let code = start; code <= sub.readUInt16BE(ends + at) && code < 0xffff; code += 1) {
      const found =
        offset === 0 ? code : sub.readUInt16BE(offsets + at + offset + 2 * (code - start));
      const glyph = found === 0 ? 0 : (found + delta) & 0xffff;
      if (glyph !== 0) glyphs.set(code, glyph);
    }
  }
}

function readGroups(sub: Buffer, glyphs: Map<number, number>): void {
  for (let group = 0; group < sub.readUInt32BE(12); group += 1) {
    const at = 16 + 12 * group;
    const [start, end, glyph] = [
      sub.readUInt32BE(at),
      sub.readUInt32BE(at + 4),
      sub.readUInt32BE(at + 8),
    ];
    for (let code = start; code <= end; code += 1) glyphs.set(code, glyph + code - start);
  }
}
