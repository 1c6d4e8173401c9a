import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A request body stored on disk. It is read in small parts, so it never fills the memory. */
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

  /** Deletes the file. Calling it twice is harmless. */
  async delete(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/**
 * Writes a request body to a temporary file.
 * @returns null if the body has more than `maximum` bytes
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
        // Read a body that is too large to its end: otherwise the client would not see the
        // response.
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

/** A file from a form. `content` is null if the file exceeds the limit of the route. */
export interface Upload {
  content: SpooledFile | null;
}
