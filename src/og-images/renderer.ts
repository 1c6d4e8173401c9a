import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { IdleProcess } from '../lib/idle-process.ts';
import type { Picture } from './image.ts';

/** The maximum number of cached pictures of one web process: about 5 MB. */
const maximumCached = 64;

/** The maximum number of pictures that wait to be drawn, one after the other. */
const maximumWaiting = 8;

/** Draws pictures in a separate process, one at a time, and caches the last ones. */
export function imageRenderer() {
  const drawer = new IdleProcess({
    from: import.meta.url,
    name: 'image-process',
    schema: z.instanceof(Uint8Array),
  });
  const cache = new LRUCache<string, Promise<Buffer>>({ max: maximumCached });
  let waiting = 0;

  /**
   * @param key the cache key: simultaneous requests for one picture share one drawing. @returns
   *   PNG; busy: too many wait
   */
  function draw(key: string, picture: Picture): Promise<Buffer> | 'busy' {
    const cached = cache.get(key);
    if (cached !== undefined) return cached;
    if (waiting >= maximumWaiting) return 'busy';
    const drawing = render(key, picture);
    cache.set(key, drawing);
    return drawing;
  }

  async function render(key: string, picture: Picture): Promise<Buffer> {
    waiting += 1;
    try {
      return Buffer.from(await drawer.request(picture));
    } catch (error) {
      cache.delete(key);
      throw error;
    } finally {
      waiting -= 1;
    }
  }

  return { draw };
}
