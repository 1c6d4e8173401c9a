import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import getPort from 'get-port';
import type { Client } from 'pg';
import { backoffDelay, sleep } from '../lib/sleep.ts';
import { initialize, type Place, placeOf } from './cluster.ts';
import { joinServer, startServer, stopServer } from './embedded-server.ts';
import { ScramClient } from './scram-client.ts';
import { withLock } from './start-lock.ts';

/** A connection to the embedded Postgres, which listens on loopback. */
export interface EmbeddedPostgres {
  /** Contains the password of the superuser. */
  url: string;
  /**
   * From now on the server is restarted at the same address if it dies. `onExit` is called each
   * time.
   */
  restartOnExit(onExit: () => void): void;
  /** Closes the connection. The last program to do so stops the server. */
  release(): Promise<void>;
}

/**
 * Starts the embedded Postgres of `dataDir`, or joins the one that is already running.
 * @throws if its folder cannot be created, its password is unknown, or the server exits or does not
 *   respond within five minutes
 */
export async function startEmbedded(dataDir: string): Promise<EmbeddedPostgres> {
  const place = await placeOf(dataDir);
  return withLock(lockOf(place), async () => {
    if (!existsSync(path.join(place.cluster, 'PG_VERSION'))) initialize(place);
    const url = (await joinServer(place)) ?? (await startServer(place, await getPort()));
    return handleOf(place, url, await openGuard(url));
  });
}

/** Whether `dataDir` has a cluster. Does not create one. */
export async function hasCluster(dataDir: string): Promise<boolean> {
  return (
    existsSync(dataDir) && existsSync(path.join((await placeOf(dataDir)).cluster, 'PG_VERSION'))
  );
}

/** Deletes a temporary `dataDir` and its cluster, which for root is in another folder. */
export async function deleteDataDir(dataDir: string): Promise<void> {
  const place = await placeOf(dataDir);
  // A program that crashed did not stop it.
  stopServer(place);
  for (const folder of [path.dirname(place.cluster), dataDir])
    rmSync(folder, { recursive: true, force: true });
}

const lockOf = ({ cluster }: Place) => `${cluster}.lock`;

const guardName = 'daily-papers guard';

/**
 * A connection that stays open from start to release. Without it, the next program to exit would
 * stop the server whenever this program has no other open connection.
 */
async function openGuard(url: string): Promise<Client> {
  const guard = new ScramClient({ connectionString: url, application_name: guardName });
  await guard.connect();
  return guard;
}

function handleOf(place: Place, url: string, firstGuard: Client): EmbeddedPostgres {
  let guard = firstGuard;
  let restarting = Promise.resolve();
  const releasing = new AbortController();
  return {
    url,
    restartOnExit: (onExit) => {
      const restartGuard = async () => {
        const next = await restart(place, url, releasing.signal);
        if (next === undefined) return;
        guard = next;
        watch();
      };
      const watch = () => {
        guard.once('end', () => {
          if (releasing.signal.aborted) return;
          onExit();
          restarting = restartGuard();
        });
      };
      watch();
    },
    release: async () => {
      releasing.abort();
      const restarted = new AbortController();
      await Promise.race([restarting, sleep(5000, restarted.signal)]);
      // A running timer would keep the process alive.
      restarted.abort();
      await release(place, url, guard);
    },
  };
}

/** @returns the new guard, or undefined once `signal` is aborted */
async function restart(
  place: Place,
  url: string,
  signal: AbortSignal,
): Promise<Client | undefined> {
  const { port, password } = new URL(url);
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      return await withLock(lockOf(place), async () => {
        if ((await joinServer(place)) === undefined)
          await startServer(place, Number(port), password);
        return openGuard(url);
      });
    } catch {
      // The port may be taken or the disk full; a later attempt may succeed.
      await sleep(backoffDelay(failures, 60_000), signal);
    }
  }
  return undefined;
}

/** Stops the server unless other programs are connected to it. */
async function release(place: Place, url: string, guard: Client): Promise<void> {
  await withLock(lockOf(place), async () => {
    await guard.end().catch(() => {});
    if (await isLast(url)) stopServer(place);
  });
}

/**
 * Whether no other program is connected. Postgres lists connections for a moment after they were
 * closed.
 */
async function isLast(url: string): Promise<boolean> {
  const client = new ScramClient({ connectionString: url, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    for (const deadline = Date.now() + 2000; ; await sleep(50)) {
      const { rows } = await client.query<{ others: number; guards: number }>(
        `select count(*)::int as others, (count(*) filter (where application_name = $1))::int as guards
        from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
        [guardName],
      );
      const [{ others, guards } = { others: 1, guards: 1 }] = rows;
      if (others === 0) return true;
      if (guards > 0 || Date.now() > deadline) return false;
    }
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
