import { setTimeout as delay } from 'node:timers/promises';
import { clientConfig } from './connection.ts';
import { ScramClient } from './scram-client.ts';

/** Milliseconds to wait for the pooler's second connection to Postgres. */
const secondTimeout = 3000;

/**
 * Whether a URL leads to a pooler. A pooler gives its clients process ids of its own. In
 * transaction mode (and statement mode) an idle client loses its server connection to the next
 * client that needs one, so locks and LISTEN do not work.
 */
export async function findPooler(url: string): Promise<'none' | 'session' | 'transaction'> {
  const first = new ScramClient(clientConfig(url));
  const second = new ScramClient(clientConfig(url));
  try {
    await first.connect();
    const pid = await backendOf(first);
    if (pid === announcedPid(first)) return 'none';
    await second.connect();
    await second.query('begin');
    const taken = await backendOf(second);
    // A pool with only one connection would wait until the transaction ends.
    const again = taken === pid ? undefined : await inTime(backendOf(first));
    return again === pid ? 'session' : 'transaction';
  } finally {
    await Promise.all([first, second].map((client) => client.end().catch(() => {})));
  }
}

async function backendOf(client: ScramClient): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]?.pid ?? 0;
}

/** The process id that the server announced when the connection started. */
function announcedPid(client: ScramClient): number {
  return 'processID' in client && typeof client.processID === 'number' ? client.processID : 0;
}

function inTime<T>(work: Promise<T>): Promise<T | undefined> {
  work.catch(() => {});
  return Promise.race([work, delay(secondTimeout, undefined, { ref: false })]);
}
