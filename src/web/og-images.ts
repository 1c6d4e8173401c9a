import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ImageContent } from '../og-images/image.ts';
import { imageRenderer } from '../og-images/renderer.ts';
import { WordedProblem } from '../lib/errors/problem.ts';
import { etagOf, matches } from './etag.ts';

declare module 'fastify' {
  interface FastifyReply {
    /**
     * Sends an image as PNG.
     * @throws WordedProblem 503 if too many requests are waiting
     */
    image(image: ImageContent): Promise<FastifyReply>;
  }
}

/** Seconds until clients may retry. The waiting requests are done by then. */
const retryAfter = 5;

/**
 * Adds `reply.image`. The ETag is derived from the content of an image, so an unchanged image
 * is not drawn again.
 */
export function addImages(app: FastifyInstance): void {
  const renderer = imageRenderer();
  app.decorateReply('image', async function send(this: FastifyReply, image: ImageContent) {
    const etag = etagOf(JSON.stringify(image));
    const known = matches(this.request.headers['if-none-match'], etag);
    const png = known ? undefined : renderer.draw(etag, image);
    if (png === 'busy') {
      this.header('retry-after', retryAfter);
      throw new WordedProblem(503, 'image-busy');
    }
    const drawn = await png;
    this.headers({ etag, vary: 'Accept-Language', 'cache-control': 'public, max-age=300' });
    if (drawn === undefined) return this.code(304).send();
    // These images are meant to be embedded in other sites.
    return this.type('image/png')
      .header('cross-origin-resource-policy', 'cross-origin')
      .send(drawn);
  });
}
