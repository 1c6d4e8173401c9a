import type { OutgoingHttpHeader } from 'node:http';

/** A rendered page, ready to send. */
export interface CachedPage {
  body: Buffer;
  etag: string;
  /** Number of times it was served. */
  hits: number;
  /**
   * Header names and values alternate, the format that Node writes fastest. The content length is
   * last. `headersOf304` are those of a 304.
   */
  headers: OutgoingHttpHeader[];
  headersOf304: OutgoingHttpHeader[];
  /** When to render it again, by the app's clock. */
  until: number;
}

/** Pages by key, up to a total size in bytes. The least recently used are evicted first. */
export class CachedPages {
  readonly #maximum: number;
  readonly #pages = new Map<string, CachedPage>();
  #bytes = 0;

  constructor(maximumBytes: number) {
    this.#maximum = maximumBytes;
  }

  get(key: string): CachedPage | undefined {
    const page = this.#pages.get(key);
    if (page === undefined) return undefined;
    this.#pages.delete(key);
    this.#pages.set(key, page);
    page.hits += 1;
    return page;
  }

  /** Replaces a page, if it is still cached. */
  replace(key: string, old: CachedPage, page: CachedPage): void {
    if (this.#pages.get(key) === old) this.set(key, page);
  }

  set(key: string, page: CachedPage): void {
    this.#drop(key);
    this.#pages.set(key, page);
    this.#bytes += cost(key, page);
    for (const oldest of this.#pages.keys()) {
      if (this.#bytes <= this.#maximum) break;
      this.#drop(oldest);
    }
  }

  clear(): void {
    this.#pages.clear();
    this.#bytes = 0;
  }

  #drop(key: string): void {
    const page = this.#pages.get(key);
    if (page === undefined) return;
    this.#pages.delete(key);
    this.#bytes -= cost(key, page);
  }
}

/** Bytes of a page, plus one kilobyte for its headers. */
function cost(key: string, { body }: CachedPage): number {
  return body.length + key.length + 1000;
}
