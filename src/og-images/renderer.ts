import { z } from 'zod';
import { idleProcess } from '../lib/idle-process.ts';
import type { Picture } from './image.ts';

/** Pictures that one process of the web server keeps: 5 MB or so. */
const mostKept = 64;

/** Pictures that wait to be drawn, one after the other, at most. */
const mostWaiting = 8;

/** Draws pictures in a process of its own, one at a time, and keeps the last ones. */
export function pictureStudio() {
  const ask = idleProcess(import.meta.url, 'image-process', z.instanceof(Uint8Array));
  const kept = new Map<string, Promise<Buffer>>();
  let waiting = 0;

  /** @param key what the picture is known by: who asks for it while it is drawn waits for the same. @returns PNG; busy: too many wait */
  function draw(key: string, picture: Picture): Promise<Buffer> | 'busy' {
    const known = kept.get(key);
    if (known === undefined && waiting >= mostWaiting) return 'busy';
    const drawn = known ?? begin(key, picture);
    kept.delete(key);
    kept.set(key, drawn);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return drawn;
  }

  async function begin(key: string, picture: Picture): Promise<Buffer> {
    waiting += 1;
    try {
      return Buffer.from(await ask(picture));
    } catch (error) {
      kept.delete(key);
      throw error;
    } finally {
      waiting -= 1;
    }
  }

  return { draw };
}
