import type { OutgoingHttpHeader } from 'node:http';

/** A rendered page as it goes out. */
export interface KeptPage {
  body: Buffer;
  etag: string;
  /** How often it was taken. */
  hits: number;
  /** Names and values by turns, which Node writes the fastest, the length last; those of a 304 beside them. */
  headers: OutgoingHttpHeader[];
  headersOf304: OutgoingHttpHeader[];
  /** The moment of the app's clock from which on it is rendered anew. */
  until: number;
}

/** Pages by key, of at most so many bytes together; those that nobody has asked for the longest go first. */
export class KeptPages {
  readonly #most: number;
  readonly #pages = new Map<string, KeptPage>();
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  get(key: string): KeptPage | undefined {
    const page = this.#pages.get(key);
    if (page === undefined) return undefined;
    this.#pages.delete(key);
    this.#pages.set(key, page);
    page.hits += 1;
    return page;
  }

  /** Puts a page in the place of another, if that one still stands there. */
  replace(key: string, old: KeptPage, page: KeptPage): void {
    if (this.#pages.get(key) === old) this.set(key, page);
  }

  set(key: string, page: KeptPage): void {
    this.#drop(key);
    this.#pages.set(key, page);
    this.#bytes += cost(key, page);
    for (const oldest of this.#pages.keys()) {
      if (this.#bytes <= this.#most) break;
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

/** Bytes of a page, with a kilobyte for its headers. */
function cost(key: string, { body }: KeptPage): number {
  return body.length + key.length + 1000;
}
