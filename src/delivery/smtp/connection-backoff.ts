import { backoffDelay } from '../../lib/sleep.ts';

/**
 * While the SMTP server is unreachable or accepts no more connections, one worker at a time tries
 * to connect, with growing pauses.
 */
export class ConnectionBackoff {
  readonly #now: () => number;
  #connected = 0;
  /** Attempts without a backoff that are still in progress. */
  #concurrent = 0;
  #failures = 0;
  #until = 0;

  /** @param now a monotonic clock, in milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether the caller may open a connection now; it must then report `succeeded` or `failed`. */
  mayConnect(): boolean {
    if (this.waitMs() > 0) return false;
    // A backoff allows one attempt, and the others continue to wait.
    if (this.#failures === 0) this.#concurrent += 1;
    else this.#wait();
    return true;
  }

  succeeded(): void {
    this.#concurrent = Math.max(0, this.#concurrent - 1);
    // If other connections are open, this is an additional one: the next may be tried sooner.
    // Otherwise the relay is reachable again.
    this.#failures = this.#connected > 0 ? Math.floor(this.#failures / 2) : 0;
    if (this.#failures === 0) this.#until = 0;
    else this.#wait();
    this.#connected += 1;
  }

  failed(): void {
    const together = this.#concurrent > 0;
    this.#concurrent = Math.max(0, this.#concurrent - 1);
    // Attempts that started together and failed together count as one failure.
    if (together && this.#failures > 0) return;
    this.#failures += 1;
    this.#wait();
  }

  /** A successful connection was closed. */
  disconnected(): void {
    this.#connected -= 1;
    // The relay has room for another connection.
    if (this.#connected > 0) this.#until = 0;
  }

  /** Milliseconds until the next attempt; 0 if there is no backoff. */
  waitMs(): number {
    return Math.max(0, this.#until - this.#now());
  }

  isConnected(): boolean {
    return this.#connected > 0;
  }

  /** Whether no worker is connected and none may try yet. */
  isUnreachable(): boolean {
    return this.#connected === 0 && this.waitMs() > 0;
  }

  #wait(): void {
    this.#until = this.#now() + backoffDelay(this.#failures, 60_000);
  }
}
