import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { IdleProcess } from '../lib/idle-process.ts';
import type { ImageContent } from './image.ts';

/** Maximum number of cached images per web process: about 5 MB. */
const maximumCached = 64;

/** Maximum number of images waiting to be drawn. They are drawn one at a time. */
const maximumWaiting = 8;

/** Draws images in a separate process, one at a time, and caches the latest ones. */
export function imageRenderer() {
  const drawer = new IdleProcess({
    from: import.meta.url,
    name: 'image-process',
    schema: z.instanceof(Uint8Array),
  });
  const cache = new LRUCache<string, Promise<Buffer>>({ max: maximumCached });
  let waiting = 0;

  /**
   * @param key the cache key; concurrent requests for one image share one drawing
   * @returns a PNG, or `busy` if too many requests are waiting
   */
  function draw(key: string, image: ImageContent): Promise<Buffer> | 'busy' {
    const cached = cache.get(key);
    if (cached !== undefined) return cached;
    if (waiting >= maximumWaiting) return 'busy';
    const drawing = render(key, image);
    cache.set(key, drawing);
    return drawing;
  }

  async function render(key: string, image: ImageContent): Promise<Buffer> {
    waiting += 1;
    try {
      return Buffer.from(await drawer.request(image));
    } catch (error) {
      cache.delete(key);
      throw error;
    } finally {
      waiting -= 1;
    }
  }

  return { draw };
}
