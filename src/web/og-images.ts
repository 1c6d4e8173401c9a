import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Picture } from '../og-images/image.ts';
import { imageRenderer } from '../og-images/renderer.ts';
import { WordedProblem } from '../lib/errors/problem.ts';
import { etagOf, matches } from './etag.ts';

declare module 'fastify' {
  interface FastifyReply {
    /** Sends a picture as PNG. @throws WordedProblem 503 where too many others wait */
    picture(picture: Picture): Promise<FastifyReply>;
  }
}

/** Seconds after which a client may ask again: those that wait are through by then. */
const backIn = 5;

/**
 * Teaches replies to send pictures. What a picture says is its ETag, so that one that is known need
 * not be drawn.
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
    // Made to be shown on other sites.
    return this.type('image/png')
      .header('cross-origin-resource-policy', 'cross-origin')
      .send(drawn);
  });
}
