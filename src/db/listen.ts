import type { PoolClient } from 'pg';
import type { Logger } from 'pino';
import { growingPause, sleep } from '../lib/sleep.ts';
import type { Db } from './client.ts';

/** Who listens to a channel. */
export interface Listener {
  /** Something was notified, or may have been missed. */
  heard(): void;
  /**
   * All that was committed before this moment (`performance.now()`) has been heard; -Infinity:
   * nobody knows.
   */
  upTo?(time: number): void;
}

/**
 * Milliseconds between two proofs that the connection lives, and how long the server may take for
 * one.
 */
const pingInterval = 1000;
const pingTimeout = 5000;

/**
 * Listens to a channel of Postgres on a connection of its own, which is reopened until it is
 * closed.
 */
export function listen(
  { db, log }: { db: Db; log: Logger },
  channel: string,
  { heard, upTo }: Listener,
): { close(): Promise<void> } {
  const closing = new AbortController();

  async function run(): Promise<void> {
    let failures = 0;
    while (!closing.signal.aborted) {
      try {
        await session(await db.direct.connect());
        failures = 0;
      } catch (error) {
        log.warn(
          { event: 'db.listen-failed', channel, err: error },
          'cannot listen for notifications',
        );
        failures += 1;
      }
      await sleep(growingPause(failures), closing.signal);
    }
  }

  /**
   * Lasts until the connection ends or we close; a listening connection never goes back to the
   * pool.
   */
  async function session(client: PoolClient): Promise<void> {
    const ended = new AbortController();
    const end = () => {
      upTo?.(-Infinity);
      ended.abort();
    };
    client.once('error', end);
    client.once('end', end);
    closing.signal.addEventListener('abort', end, { once: true });
    // Closed while the pool still connected: nobody would tell us any more.
    if (closing.signal.aborted) end();
    client.on('notification', heard);
    try {
      if (!ended.signal.aborted) await client.query(`listen ${client.escapeIdentifier(channel)}`);
      heard();
      while (!ended.signal.aborted) {
        const time = performance.now();
        await ping(client);
        if (ended.signal.aborted) break;
        upTo?.(time);
        await sleep(pingInterval, ended.signal);
      }
    } finally {
      end();
      closing.signal.removeEventListener('abort', end);
      client.release(true);
    }
  }

  const running = run();
  return {
    close: async () => {
      closing.abort();
      await running;
    },
  };
}

/**
 * A connection that nobody ended may still be dead. @throws Error when the server does not answer
 * in time
 */
async function ping(client: PoolClient): Promise<void> {
  const answer = new AbortController();
  const failLate = async () => {
    await sleep(pingTimeout, answer.signal);
    if (!answer.signal.aborted) throw new Error('the server does not answer');
  };
  await Promise.race([client.query('select 1'), failLate()]).finally(() => answer.abort());
}
