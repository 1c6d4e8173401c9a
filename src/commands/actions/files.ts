import { open, readFile } from 'node:fs/promises';
import { buffer as readBytes } from 'node:stream/consumers';
import { reasonOf } from '../../lib/errors/reason.ts';
import { decodeText } from '../../lib/text/decode.ts';

/** Streams a file, or standard input for `-`. */
export async function openFile(file: string): Promise<AsyncIterable<Uint8Array>> {
  if (file === '-') return process.stdin;
  const handle = await open(file).catch((cause: unknown) => {
    throw new Error(`cannot read ${file}: ${reasonOf(cause)}`, { cause });
  });
  return handle.createReadStream();
}

/** Reads a file, or standard input for `-`. */
export async function readText(file: string): Promise<string> {
  if (file === '-') return decodeText(await readBytes(process.stdin));
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new Error(`cannot read ${file}: ${reasonOf(cause)}`, { cause });
  });
  return decodeText(bytes);
}
