import { open } from 'node:fs/promises';
import { reasonOf } from '../../lib/errors/reason.ts';

/** Streams a file, or standard input for `-`. */
export async function openFile(file: string): Promise<AsyncIterable<Uint8Array>> {
  if (file === '-') return process.stdin;
  const handle = await open(file).catch((cause: unknown) => {
    throw new Error(`cannot read ${file}: ${reasonOf(cause)}`, { cause });
  });
  return handle.createReadStream();
}
