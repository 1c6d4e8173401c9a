import type { PoolClient } from 'pg';
import type { Logger } from 'pino';
import { backoffDelay, sleep } from '../lib/sleep.ts';
import type { Db } from './client.ts';

/** Callbacks of a subscription to a channel. */
export interface Listener {
  /** A notification arrived, or may have been missed. */
  onNotification(): void;
  /**
   * All notifications committed before this time (`performance.now()`) have been handled. -Infinity
   * means unknown.
   */
  onCaughtUp?(time: number): void;
}

/** Milliseconds between two checks of the connection, and the timeout of one check. */
const pingInterval = 1000;
const pingTimeout = 5000;

type Options = { db: Db; log: Logger };

/** Listens to a Postgres channel on its own connection, and reconnects until it is closed. */
export function listen(
  options: Options,
  channel: string,
  listener: Listener,
): { close(): Promise<void> } {
  const closing = new AbortController();
  const running = run(options, channel, listener, closing.signal);
  return {
    close: async () => {
      closing.abort();
      await running;
    },
  };
}

async function run(
  { db, log }: Options,
  channel: string,
  listener: Listener,
  closing: AbortSignal,
): Promise<void> {
  let failures = 0;
  while (!closing.aborted) {
    try {
      await session(await db.direct.connect(), channel, listener, closing);
      failures = 0;
    } catch (error) {
      log.warn(
        { event: 'db.listen-failed', channel, err: error },
        'cannot listen for notifications',
      );
      failures += 1;
    }
    await sleep(backoffDelay(failures), closing);
  }
}

/**
 * Lasts until the connection ends or we close it. A listening connection never returns to the pool.
 */
async function session(
  client: PoolClient,
  channel: string,
  listener: Listener,
  closing: AbortSignal,
): Promise<void> {
  const ended = new AbortController();
  const end = () => {
    listener.onCaughtUp?.(-Infinity);
    ended.abort();
  };
  client.once('error', end);
  client.once('end', end);
  closing.addEventListener('abort', end, { once: true });
  // Closed while the pool was still connecting: the event has already fired.
  if (closing.aborted) end();
  try {
    await listenOn(client, channel, listener, ended.signal);
  } finally {
    end();
    closing.removeEventListener('abort', end);
    client.release(true);
  }
}

/** Listens, and checks every second that no notification was missed. */
async function listenOn(
  client: PoolClient,
  channel: string,
  listener: Listener,
  ended: AbortSignal,
): Promise<void> {
  client.on('notification', () => listener.onNotification());
  if (!ended.aborted) await client.query(`listen ${client.escapeIdentifier(channel)}`);
  listener.onNotification();
  while (!ended.aborted) {
    const time = performance.now();
    await ping(client);
    if (ended.aborted) break;
    listener.onCaughtUp?.(time);
    await sleep(pingInterval, ended);
  }
}

/**
 * Detects a dead connection that was never closed.
 * @throws Error if the server does not respond in time
 */
async function ping(client: PoolClient): Promise<void> {
  const answer = new AbortController();
  const failLate = async () => {
    await sleep(pingTimeout, answer.signal);
    if (!answer.signal.aborted) throw new Error('the server does not answer');
  };
  await Promise.race([client.query('select 1'), failLate()]).finally(() => answer.abort());
}
