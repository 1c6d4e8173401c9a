import type { ServerResponse } from 'node:http';
import type { CachedPage } from './cached-pages.ts';

/** Pages that are being rendered, so that concurrent requests for a page render it once. */
export class Renderings {
  readonly #running = new Map<string, Promise<CachedPage | undefined>>();

  /** The page that another request renders, or undefined if its response is no page to cache. */
  get(key: string): Promise<CachedPage | undefined> | undefined {
    return this.#running.get(key);
  }

  /**
   * Makes requests for this page wait for `response`.
   * @returns a function that passes the page to them. Without a call, they stop waiting when the
   *   response has ended or the client has hung up.
   */
  begin(key: string, response: ServerResponse): (page?: CachedPage) => void {
    let end: (page?: CachedPage) => void = () => {};
    const running = new Promise<CachedPage | undefined>((resolve) => {
      end = (page) => {
        if (this.#running.get(key) === running) this.#running.delete(key);
        resolve(page);
      };
    });
    this.#running.set(key, running);
    response.once('close', () => end());
    return end;
  }
}
