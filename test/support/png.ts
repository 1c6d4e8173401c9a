import { inflateSync } from 'node:zlib';

/** A PNG with four 8-bit channels, not interlaced (https://www.w3.org/TR/png-3/). */
export interface Png {
  width: number;
  height: number;
  /** Red, green, blue, alpha, row by row. */
  pixels: Uint8Array;
}

export function readPng(file: Buffer): Png {
  if (file.toString('latin1', 1, 4) !== 'PNG') throw new Error('no PNG');
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  const [depth, colour, , , interlace] = file.subarray(24, 29);
  if (depth !== 8 || colour !== 6 || interlace !== 0) throw new Error('another kind of PNG');
  const parts: Buffer[] = [];
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)));
  }
  return { width, height, pixels: unfilter(inflateSync(Buffer.concat(parts)), width * 4, height) };
}

function unfilter(data: Buffer, stride: number, height: number): Uint8Array {
  const pixels = new Uint8Array(stride * height);
  for (let row = 0; row < height; row += 1) {
    const filter = data[row * (stride + 1)] ?? 0;
    for (let column = 0; column < stride; column += 1) {
      const at = row * stride + column;
      const left = column >= 4 ? (pixels[at - 4] ?? 0) : 0;
      const up = row > 0 ? (pixels[at - stride] ?? 0) : 0;
      const corner = row > 0 && column >= 4 ? (pixels[at - stride - 4] ?? 0) : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      pixels[at] = (data[at + row + 1] ?? 0) + guess;
    }
  }
  return pixels;
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [
    Math.abs(up - corner),
    Math.abs(left - corner),
    Math.abs(left + up - 2 * corner),
  ];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** Counts the pixels in a part of the picture that are darker than the background. */
export function inkIn(
  { width, pixels }: Png,
  from: { x: number; y: number },
  to: { x: number; y: number },
): number {
  let ink = 0;
  for (let y = from.y; y < to.y; y += 1)
    for (let x = from.x; x < to.x; x += 1)
      if ((pixels[4 * (y * width + x) + 1] ?? 255) < 200) ink += 1;
  return ink;
}
