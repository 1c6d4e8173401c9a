import type { Piece } from '../outbox/rendering.ts';

/**
 * Joins pieces of ASCII in a reusable buffer, which grows as needed. Each call overwrites the
 * result of the previous one.
 */
export function makeJoiner(): (pieces: Piece[]) => Buffer {
  let buffer = Buffer.allocUnsafeSlow(65_536);
  return (pieces) => {
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    if (length > buffer.length) buffer = Buffer.allocUnsafeSlow(length * 2);
    let at = 0;
    for (const piece of pieces) {
      at += typeof piece === 'string' ? buffer.write(piece, at, 'latin1') : piece.copy(buffer, at);
    }
    return buffer.subarray(0, at);
  };
}
