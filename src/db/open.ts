import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import { ConfigError } from '../config/config-error.ts';
import { extraSenderProcesses } from '../config/sender-processes.ts';
import { reasonOf } from '../lib/errors/reason.ts';
import { connect, type Db } from './client.ts';
import { poolSizeFor, readConnectionLimit } from './connection-limit.ts';
import { resolveSslMode } from './connection.ts';
import { startEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';
import { findPooler } from './pooler.ts';
import { isSameDatabase } from './same-database.ts';

/** An open database. Closing it also releases the embedded server. */
export interface OpenDatabase {
  db: Db;
  /** The migrations applied by this start. */
  applied: string[];
  close(): Promise<void>;
}

/**
 * Opens DATABASE_URL or the embedded Postgres of DATA_DIR, which is restarted if it dies, and
 * applies the missing migrations.
 */
export function openDatabase(config: Config, log: Logger): Promise<OpenDatabase> {
  const { DATABASE_URL: url } = config;
  return url === undefined ? openEmbedded(config, log) : openExternal(config, url, log);
}

async function openEmbedded(config: Config, log: Logger): Promise<OpenDatabase> {
  const embedded = await startEmbedded(config.DATA_DIR);
  const applied = await migrate(embedded.url).catch(async (error: unknown) => {
    await embedded.release();
    throw cannotUse('embedded Postgres', error);
  });
  embedded.restartOnExit(() =>
    log.error({ event: 'db.embedded-ended' }, 'the connection to the embedded Postgres ended'),
  );
  const db = connect(embedded.url, config.DATABASE_CONNECTIONS);
  return { db, applied, close: () => db.close().then(() => embedded.release()) };
}

async function openExternal(config: Config, given: string, log: Logger): Promise<OpenDatabase> {
  const { DATABASE_DIRECT_URL: givenDirect } = config;
  try {
    const url = await resolveSslMode(given);
    const direct = givenDirect === undefined ? undefined : await resolveSslMode(givenDirect);
    if (direct === undefined && (await findPooler(url)) === 'transaction')
      throw new ConfigError([needsDirectUrl]);
    if (direct !== undefined && !(await isSameDatabase(url, direct)))
      throw new ConfigError([otherDatabase]);
    const applied = await migrate(direct ?? url);
    const connections = await poolSize(config, direct ?? url, log);
    const db = connect(url, connections, direct);
    return { db, applied, close: () => db.close() };
  } catch (error) {
    throw error instanceof ConfigError ? error : cannotUse('Postgres of DATABASE_URL', error);
  }
}

const needsDirectUrl =
  'DATABASE_URL leads to a pooler in transaction mode (PgBouncer): set DATABASE_DIRECT_URL to the URL of Postgres itself, ' +
  'for migrations, locks and notifications';

/** Rows would be written to one database, and locks and notifications would be in another. */
const otherDatabase = 'DATABASE_DIRECT_URL leads to another database than DATABASE_URL';

function cannotUse(what: string, error: unknown): Error {
  return new Error(`cannot use the ${what}: ${reasonOf(error)}`, { cause: error });
}

/** DATABASE_CONNECTIONS, or fewer if Postgres allows fewer. */
async function poolSize(config: Config, url: string, log: Logger): Promise<number> {
  const { DATABASE_CONNECTIONS: wanted } = config;
  const limit = await readConnectionLimit(url);
  const connections = poolSizeFor(wanted, limit, 1 + extraSenderProcesses(config));
  if (connections < wanted)
    log.info(
      { event: 'db.fewer-connections', limit, connections },
      'Postgres allows fewer connections than DATABASE_CONNECTIONS',
    );
  return connections;
}
