import { z } from 'zod';
import type { Config } from '../config/config.ts';
import { extraSenderProcesses } from '../config/sender-processes.ts';
import { connect, type Db } from '../db/client.ts';
import { hasCluster, startEmbedded } from '../db/embedded.ts';
import { migrationState } from '../db/migrate.ts';
import { serverFacts } from './sql.ts';
import { reasonOf } from '../lib/errors/reason.ts';
import { fail, type Finding, ok, warn } from './finding.ts';

/** The database that was looked at; `db` is there where its tables are those of this version. */
interface Examined {
  findings: Finding[];
  db: Db | undefined;
  close(): Promise<void>;
}

const oldest = 150_000;

/**
 * Milliseconds that our clock may differ from Postgres's: schedules go by ours, leases by its own.
 */
const skewSeen = 5000;
const skewWrong = 300_000;

/**
 * Looks at the Postgres of DATABASE_URL or DATA_DIR; migrates nothing. An embedded one that sleeps
 * is woken for that long.
 */
export async function examineDatabase(config: Config): Promise<Examined> {
  const opened = await open(config);
  if ('finding' in opened)
    return { findings: [opened.finding], db: undefined, close: async () => {} };
  const { db, close } = opened;
  try {
    const { findings, usable } = await look(db, config);
    return { findings, db: usable ? db : undefined, close };
  } catch (error) {
    const finding = fail('postgres', `does not answer: ${reasonOf(error)}`, unreachable(config));
    return { findings: [finding], db: undefined, close };
  }
}

function unreachable({ DATABASE_URL: url }: Config): string {
  if (url === undefined)
    return 'Check the log of the embedded Postgres next to its data, and whether the disk is full';
  return 'Start that Postgres, or correct host, port, user, password or name in DATABASE_URL';
}

async function open(
  config: Config,
): Promise<{ finding: Finding } | { db: Db; close(): Promise<void> }> {
  if (config.DATABASE_URL !== undefined) {
    const db = connect(config.DATABASE_URL, 4);
    return { db, close: () => db.close() };
  }
  try {
    if (!(await hasCluster(config.DATA_DIR)))
      return {
        finding: ok('postgres', 'not there yet: the first start makes an embedded one in DATA_DIR'),
      };
    const embedded = await startEmbedded(config.DATA_DIR);
    const db = connect(embedded.url, 4);
    return { db, close: () => db.close().then(() => embedded.release()) };
  } catch (error) {
    return {
      finding: fail(
        'postgres',
        `the embedded one cannot be used: ${reasonOf(error)}`,
        unreachable(config),
      ),
    };
  }
}

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

async function look(db: Db, config: Config): Promise<{ findings: Finding[]; usable: boolean }> {
  // Opens the connection, which may take its time.
  (await db.pool.connect()).release();
  const before = Date.now();
  const found = await db.row(facts, serverFacts);
  const after = Date.now();
  if (found === undefined) throw new Error('no answer');
  const migrations = await migrationState(db.pool);
  const findings = [
    server(found),
    migrated(migrations),
    // Its clock was read somewhere within our question.
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
      `is version ${versionText}`,
      'Move the database to Postgres 15 or newer (pg_dump, pg_restore)',
    );
  if (standby)
    return fail(
      'postgres',
      'is a standby, which takes no writes',
      'Name the primary server in DATABASE_URL',
    );
  return ok('postgres', `version ${versionText} answers`);
}

function migrated({ missing, foreign }: Awaited<ReturnType<typeof migrationState>>): Finding {
  if (missing.length > 0)
    return fail(
      'migrations',
      `not applied, or changed since: ${missing.join(', ')}`,
      'Run daily-papers migrate; the server does so when it starts',
    );
  if (foreign.length > 0)
    return warn(
      'migrations',
      `a newer version applied ${foreign.join(', ')}`,
      'Install the newer version here too, or restore the backup from before it',
    );
  return ok('migrations', 'all applied');
}

/** @param skew milliseconds by which Postgres is ahead of us */
export function clock(skew: number): Finding {
  const text = `this machine's clock is ${Math.round(Math.abs(skew) / 1000)} s ${skew > 0 ? 'behind' : 'ahead of'} that of Postgres`;
  const fix =
    'Let both machines keep time by NTP: digests go out by the clock here, leases and links by the one there';
  if (Math.abs(skew) > skewWrong) return fail('clock', text, fix);
  return Math.abs(skew) > skewSeen ? warn('clock', text, fix) : ok('clock', 'as that of Postgres');
}

/** Whether Postgres takes the connections that the processes on this machine may open. */
export function connections(
  { places, others }: Pick<Facts, 'places' | 'others'>,
  config: Config,
): Finding {
  const processes = 1 + extraSenderProcesses(config);
  const most = processes * config.DATABASE_CONNECTIONS;
  const text = `the ${processes === 1 ? 'process' : `${processes} processes`} here may open ${most} connections, Postgres takes ${places}`;
  const fix =
    'Lower DATABASE_CONNECTIONS or SENDER_PROCESSES, or raise max_connections of Postgres';
  if (most > places) return fail('connections', text, fix);
  if (most + others > places)
    return warn('connections', `${text}, and other programs have ${others}`, fix);
  return ok('connections', text);
}

/** @param fsync, pages, commits the settings fsync, full_page_writes and synchronous_commit */
export function durability({
  fsync,
  pages,
  commits,
}: Pick<Facts, 'fsync' | 'pages' | 'commits'>): Finding {
  const fix = 'Set fsync, full_page_writes and synchronous_commit of Postgres back to on';
  if (fsync === 'off' || pages === 'off')
    return fail(
      'durability',
      'fsync or full_page_writes is off: a crash of the machine may destroy the database',
      fix,
    );
  if (commits === 'off')
    return warn(
      'durability',
      'synchronous_commit is off: after a crash some mails go out twice, and who left just then is mailed',
      fix,
    );
  return ok('durability', 'what was committed survives a crash');
}
