/**
 * Pieces of mails in a process, of all its digests and languages: those of the 200 papers that most
 * lists have are about 30 MB.
 */
const defaultMaximum = 32_000_000;

/** Bytes of an entry besides its value, about. */
const entrySize = 200;

/** Deleted entries at the start of the queue that are kept until it is copied. */
const maximumGap = 1000;

interface Entry {
  bytes: number;
  remove(): void;
}

/** What several caches of one process hold together, in bytes. */
export class CacheBudget {
  readonly #maximum: number;
  /** Oldest first, from `#first`. */
  #entries: Entry[] = [];
  #first = 0;
  #bytes = 0;

  constructor(maximum = defaultMaximum) {
    this.#maximum = maximum;
  }

  /** Bytes of all entries. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Caches a value; while all caches hold too much, the oldest entry of all is deleted. */
  put<K, V>(cache: Map<K, V>, key: K, value: V, bytes: number): void {
    cache.set(key, value);
    this.#entries.push({ bytes: bytes + entrySize, remove: () => cache.delete(key) });
    this.#bytes += bytes + entrySize;
    while (this.#bytes > this.#maximum) this.#removeOldest();
  }

  #removeOldest(): void {
    const oldest = this.#entries[this.#first];
    if (oldest === undefined) return;
    oldest.remove();
    this.#bytes -= oldest.bytes;
    this.#first += 1;
    if (this.#first < maximumGap || this.#first < this.#entries.length / 2) return;
    this.#entries = this.#entries.slice(this.#first);
    this.#first = 0;
  }
}
