import type { Piece } from '../outbox/rendering.ts';

/**
 * Joins pieces of ASCII in a buffer that is used again and grows as it must: the bytes it gave
 * before are overwritten.
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
