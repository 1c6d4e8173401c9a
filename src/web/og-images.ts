import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Picture } from '../og-images/image.ts';
import { imageRenderer } from '../og-images/renderer.ts';
import { WordedProblem } from '../lib/errors/problem.ts';
import { etagOf, matches } from './etag.ts';

declare module 'fastify' {
  interface FastifyReply {
    /**
     * Sends a picture as PNG.
     * @throws WordedProblem 503 if too many requests are waiting
     */
    picture(picture: Picture): Promise<FastifyReply>;
  }
}

/** Seconds until clients may retry. The waiting requests are done by then. */
const backIn = 5;

/**
 * Adds `reply.picture`. The ETag is derived from the content of a picture, so an unchanged picture
 * is not drawn again.
 */
export function addPictures(app: FastifyInstance): void {
  const renderer = imageRenderer();
  app.decorateReply('picture', async function send(this: FastifyReply, picture: Picture) {
    const etag = etagOf(JSON.stringify(picture));
    const known = matches(this.request.headers['if-none-match'], etag);
    const png = known ? undefined : renderer.draw(etag, picture);
    if (png === 'busy') {
      this.header('retry-after', backIn);
      throw new WordedProblem(503, 'picture-busy');
    }
    const drawn = await png;
    this.headers({ etag, vary: 'Accept-Language', 'cache-control': 'public, max-age=300' });
    if (drawn === undefined) return this.code(304).send();
    // These pictures are meant to be embedded in other sites.
    return this.type('image/png')
      .header('cross-origin-resource-policy', 'cross-origin')
      .send(drawn);
  });
}
