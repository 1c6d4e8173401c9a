import { z } from 'zod';
import type { Config } from '../config/config.ts';
import { extraSenderProcesses } from '../config/sender-processes.ts';
import type { Db } from '../db/client.ts';
import { poolSizeFor } from '../db/connection-limit.ts';
import { migrationState } from '../db/migrate.ts';
import { fail, type Finding, ok, warn } from './finding.ts';
import { serverFacts } from './sql.ts';

/** The oldest supported version of Postgres, in the format of `server_version_num`. */
const oldest = 150_000;

/**
 * Maximum difference in milliseconds between our clock and Postgres's. Schedules use our clock,
 * leases use Postgres's.
 */
const skewSeen = 5000;
const skewWrong = 300_000;

const facts = z.object({
  version: z.number(),
  versionText: z.string(),
  clock: z.date(),
  standby: z.boolean(),
  places: z.number(),
  others: z.number(),
  fsync: z.string(),
  pages: z.string(),
  commits: z.string(),
});
type Facts = z.output<typeof facts>;

/** Checks a database that can be reached. */
export async function examineServer(
  db: Db,
  config: Config,
): Promise<{ findings: Finding[]; usable: boolean }> {
  // Opens the connection first, because connecting would distort the clock comparison.
  (await db.pool.connect()).release();
  const before = Date.now();
  const found = await db.row(facts, serverFacts);
  const after = Date.now();
  if (found === undefined) throw new Error('no answer');
  const migrations = await migrationState(db.pool);
  const findings = [
    server(found),
    migrated(migrations),
    // Postgres read its clock at some point between sending and receiving.
    clock(found.clock.getTime() - (before + after) / 2),
    connections(found, config),
    durability(found),
  ];
  return { findings, usable: found.version >= oldest && migrations.missing.length === 0 };
}

export function server({
  version,
  versionText,
  standby,
}: Pick<Facts, 'version' | 'versionText' | 'standby'>): Finding {
  if (version < oldest)
    return fail(
      'postgres',
      `version ${versionText} is too old`,
      'Move the database to Postgres 15 or newer (pg_dump, pg_restore)',
    );
  if (standby)
    return fail(
      'postgres',
      'this server is a read-only standby',
      'Set DATABASE_URL to the primary server',
    );
  return ok('postgres', `version ${versionText}`);
}

function migrated({ missing, foreign }: Awaited<ReturnType<typeof migrationState>>): Finding {
  if (missing.length > 0)
    return fail(
      'migrations',
      `not applied, or changed afterwards: ${missing.join(', ')}`,
      'Run daily-papers migrate, or start the server, which applies them',
    );
  if (foreign.length > 0)
    return warn(
      'migrations',
      `applied by a newer version: ${foreign.join(', ')}`,
      'Install the newer version here too, or restore the backup from before the upgrade',
    );
  return ok('migrations', 'all applied');
}

/** @param skew milliseconds by which Postgres is ahead of this machine */
export function clock(skew: number): Finding {
  const text = `the clock of this machine is ${Math.round(Math.abs(skew) / 1000)} s ${skew > 0 ? 'behind' : 'ahead of'} the clock of Postgres`;
  const fix =
    'Use NTP on both machines: digests follow the clock here, leases and links the clock of Postgres';
  if (Math.abs(skew) > skewWrong) return fail('clock', text, fix);
  return Math.abs(skew) > skewSeen
    ? warn('clock', text, fix)
    : ok('clock', 'in sync with Postgres');
}

/** Checks whether Postgres allows the connections that the processes on this machine may open. */
export function connections(
  { places, others }: Pick<Facts, 'places' | 'others'>,
  config: Config,
): Finding {
  const processes = 1 + extraSenderProcesses(config);
  const needed = processes * poolSizeFor(config.DATABASE_CONNECTIONS, places, processes);
  const text = `${processes === 1 ? 'this process' : `the ${processes} processes here`} may open ${needed} connections; Postgres allows ${places}`;
  const fix =
    'Lower DATABASE_CONNECTIONS or SENDER_PROCESSES, or raise max_connections in Postgres';
  if (needed > places) return fail('connections', text, fix);
  if (needed + others > places)
    return warn('connections', `${text}, and other programs use ${others}`, fix);
  return ok('connections', text);
}

/** @param fsync, pages, commits the settings fsync, full_page_writes and synchronous_commit */
export function durability({
  fsync,
  pages,
  commits,
}: Pick<Facts, 'fsync' | 'pages' | 'commits'>): Finding {
  const fix = 'Turn fsync, full_page_writes and synchronous_commit back on in Postgres';
  if (fsync === 'off' || pages === 'off')
    return fail(
      'durability',
      'fsync or full_page_writes is off: a crash of the machine can destroy the database',
      fix,
    );
  if (commits === 'off')
    return warn(
      'durability',
      'synchronous_commit is off: after a crash, some emails may be sent twice and recent unsubscribes lost',
      fix,
    );
  return ok('durability', 'committed data survives a crash');
}
