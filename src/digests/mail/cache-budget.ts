/**
 * Maximum bytes of email pieces that a process caches for all digests and languages. The 200 papers
 * of most lists take about 30 MB.
 */
const defaultMaximum = 32_000_000;

/** Approximate overhead of an entry in bytes. */
const entrySize = 200;

/** Maximum deleted entries at the start of the queue before it is copied. */
const maximumGap = 1000;

interface Entry {
  bytes: number;
  remove(): void;
}

/** Limits the total size of several caches of a process, in bytes. */
export class CacheBudget {
  readonly #maximum: number;
  /** Oldest first, starting at `#first`. */
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

  /**
   * Caches a value. Evicts the oldest entries of all caches while their total exceeds the maximum.
   */
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
