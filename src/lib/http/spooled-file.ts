import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A body on disk: memory holds a small part of it at a time. */
export class SpooledFile {
  readonly size: number;
  readonly #folder: string;
  readonly #path: string;

  constructor(folder: string, path: string, size: number) {
    this.#folder = folder;
    this.#path = path;
    this.size = size;
  }

  bytes(): AsyncIterable<Uint8Array> {
    return createReadStream(this.#path);
  }

  /** Deletes the file; a second time changes nothing. */
  async delete(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/**
 * Writes a body into the folder for temporary files.
 * @returns null if it has more bytes than `maximum`
 */
export async function spool(
  source: AsyncIterable<Uint8Array>,
  maximum: number,
): Promise<SpooledFile | null> {
  const folder = await mkdtemp(join(tmpdir(), 'daily-papers-upload-'));
  const path = join(folder, 'body');
  let size = 0;
  let isComplete = false;
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      for await (const piece of source) {
        size += piece.length;
        // A body that is too large is still read to its end, so that the client hears the answer.
        if (size <= maximum) await file.writeFile(piece);
      }
    } finally {
      await file.close();
    }
    isComplete = size <= maximum;
    return isComplete ? new SpooledFile(folder, path, size) : null;
  } finally {
    if (!isComplete) await rm(folder, { recursive: true, force: true });
  }
}
