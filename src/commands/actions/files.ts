import { open } from 'node:fs/promises';
import { reasonOf } from '../../lib/errors/reason.ts';

/** Streams a file, or standard input for `-`. */
export async function openFile(file: string): Promise<AsyncIterable<Uint8Array>> {
  if (file === '-') return process.stdin;
  const handle = await open(file).catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  return bytesOf(file, handle.createReadStream());
}

/** A directory opens, and fails when it is read. */
async function* bytesOf(
  file: string,
  stream: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* stream;
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(file: string, cause: unknown): Error {
  return new Error(`cannot read ${file}: ${reasonOf(cause)}`, { cause });
}
