import { isUtf8 } from 'node:buffer';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { marks, unmarkedUtf16 } from './decode.ts';

/** A file: complete, or in chunks as they arrive. */
export type FileSource = string | Uint8Array | AsyncIterable<Uint8Array>;

/** Number of bytes decoded at once: 3 ms of work for an import, 30 ms if all lines are empty. */
const pieceSize = 16_384;

/**
 * The text of a file in chunks, in the encoding that `decodeText` detects. A file without a byte
 * order mark is read as UTF-8 up to the first chunk that is not valid, and in Windows' 8-bit
 * encoding from there. Between chunks the event loop serves requests.
 */
export async function* textPieces(source: FileSource): AsyncGenerator<string> {
  let decode: ((bytes: Uint8Array) => string) | undefined;
  let start = Buffer.alloc(0);
  for await (const piece of bytePieces(source)) {
    await nextTurn();
    if (decode === undefined) {
      start = Buffer.concat([start, piece]);
      // A byte order mark has up to three bytes.
      if (start.length < 3) continue;
      decode = decoderOf(start);
      yield decode(start);
    } else yield decode(piece);
  }
  decode ??= decoderOf(start);
  if (start.length < 3) yield decode(start);
  yield decode(new Uint8Array());
}

async function* bytePieces(source: FileSource): AsyncGenerator<Uint8Array> {
  const parts = typeof source === 'string' ? [Buffer.from(source)] : asParts(source);
  for await (const part of parts) {
    for (let at = 0; at < part.length; at += pieceSize) yield part.subarray(at, at + pieceSize);
  }
}

function asParts(source: Uint8Array | AsyncIterable<Uint8Array>) {
  return source instanceof Uint8Array ? [source] : source;
}

/** Decodes chunk after chunk; an empty chunk ends the file. */
function decoderOf(start: Uint8Array): (bytes: Uint8Array) => string {
  const marked = marks.find(({ bytes }) => bytes.every((byte, index) => start[index] === byte));
  const encoding = marked?.encoding ?? unmarkedUtf16(start);
  if (encoding === undefined || encoding === 'utf-8') return utf8Decoder();
  const decoder = new TextDecoder(encoding);
  return (bytes) => decoder.decode(bytes, { stream: bytes.length > 0 });
}

function utf8Decoder(): (bytes: Uint8Array) => string {
  const windows = new TextDecoder('windows-1252');
  let isWindows = false;
  let isStart = true;
  let rest = Buffer.alloc(0);
  return (bytes) => {
    const all = rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([rest, bytes]);
    const end = bytes.length === 0 ? all.length : completeLength(all);
    isWindows ||= !isUtf8(all.subarray(0, end));
    rest = isWindows ? Buffer.alloc(0) : all.subarray(end);
    const text = isWindows ? windows.decode(all) : all.toString('utf8', 0, end);
    const shown = isStart ? text.replace(/^\uFEFF/, '') : text;
    isStart &&= shown === '';
    return shown;
  };
}

/** The length up to the last complete UTF-8 character. */
function completeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}
