import type { ServerResponse } from 'node:http';
import type { CachedPage } from './cached-pages.ts';

interface Rendering {
  /** When it began (`performance.now()`). */
  began: number;
  /** Undefined if the response is not a page to cache. */
  page: Promise<CachedPage | undefined>;
}

/** Pages that are being rendered, so that concurrent requests for a page render it once. */
export class Renderings {
  readonly #running = new Map<string, Rendering>();

  get(key: string): Rendering | undefined {
    return this.#running.get(key);
  }

  /**
   * Makes requests for this page wait for `response`.
   * @returns a function that passes the page to them. Without a call, they stop waiting when the
   *   response has ended or the client has hung up.
   */
  begin(key: string, response: ServerResponse): (page?: CachedPage) => void {
    let end: (page?: CachedPage) => void = () => {};
    const page = new Promise<CachedPage | undefined>((resolve) => {
      end = (rendered) => {
        if (this.#running.get(key)?.page === page) this.#running.delete(key);
        resolve(rendered);
      };
    });
    this.#running.set(key, { began: performance.now(), page });
    response.once('close', () => end());
    return end;
  }
}
