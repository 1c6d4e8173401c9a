import type { Config } from '../config/config.ts';
import { connect, type Db } from '../db/client.ts';
import { resolveSslMode } from '../db/connection.ts';
import { findPooler } from '../db/pooler.ts';
import { isSameDatabase } from '../db/same-database.ts';
import { examineDatabaseTls } from './database-tls.ts';
import { hasCluster, startEmbedded } from '../db/embedded.ts';
import { reasonOf } from '../lib/errors/reason.ts';
import { examineServer } from './database-server.ts';
import { fail, type Finding, ok } from './finding.ts';

/** The examined database. `db` is defined if its schema matches this version. */
interface Examined {
  findings: Finding[];
  db: Db | undefined;
  close(): Promise<void>;
}

/**
 * Checks the Postgres of DATABASE_URL or DATA_DIR without migrating it. A stopped embedded server
 * is started for the duration of the check.
 */
export async function examineDatabase(config: Config): Promise<Examined> {
  const opened = await open(config);
  if ('finding' in opened)
    return { findings: [opened.finding], db: undefined, close: async () => {} };
  const { db, close } = opened;
  try {
    const { findings, usable } = await examineServer(db, config);
    return { findings: [...opened.findings, ...findings], db: usable ? db : undefined, close };
  } catch (error) {
    const finding = fail('postgres', `not reachable: ${reasonOf(error)}`, unreachable(config));
    return { findings: [finding], db: undefined, close };
  }
}

function unreachable({ DATABASE_URL: url }: Config): string {
  if (url === undefined)
    return 'Check the log next to the data of the embedded Postgres, and free disk space';
  return 'Start Postgres, or correct the host, port, user, password or name in DATABASE_URL';
}

async function open(
  config: Config,
): Promise<{ finding: Finding } | { db: Db; findings: Finding[]; close(): Promise<void> }> {
  if (config.DATABASE_URL !== undefined) return openExternal(config, config.DATABASE_URL);
  try {
    if (!(await hasCluster(config.DATA_DIR)))
      return {
        finding: ok(
          'postgres',
          'not created yet; the first start creates an embedded one in DATA_DIR',
        ),
      };
    const embedded = await startEmbedded(config.DATA_DIR);
    const db = connect(embedded.url, 4);
    return { db, findings: [], close: () => db.close().then(() => embedded.release()) };
  } catch (error) {
    return {
      finding: fail(
        'postgres',
        `the embedded Postgres cannot be used: ${reasonOf(error)}`,
        unreachable(config),
      ),
    };
  }
}

async function openExternal(
  config: Config,
  given: string,
): Promise<{ finding: Finding } | { db: Db; findings: Finding[]; close(): Promise<void> }> {
  const { DATABASE_DIRECT_URL: givenDirect } = config;
  try {
    const url = await resolveSslMode(given);
    const direct = givenDirect === undefined ? undefined : await resolveSslMode(givenDirect);
    const findings = [
      ...(await examineDatabaseTls(url, new Date())),
      ...poolerFindings(
        await findPooler(url),
        direct === undefined ? undefined : await findPooler(direct),
      ),
    ];
    if (direct !== undefined && !(await isSameDatabase(url, direct)))
      findings.push(
        fail(
          'postgres',
          'DATABASE_DIRECT_URL leads to another database than DATABASE_URL',
          'Set both to the same database',
        ),
      );
    const db = connect(url, 4, direct);
    return { db, findings, close: () => db.close() };
  } catch (error) {
    return { finding: fail('postgres', `not reachable: ${reasonOf(error)}`, unreachable(config)) };
  }
}

type Pooler = Awaited<ReturnType<typeof findPooler>>;

/** @param direct the result for DATABASE_DIRECT_URL, or undefined if it is not set */
function poolerFindings(pooler: Pooler, direct: Pooler | undefined): Finding[] {
  if (direct === 'transaction')
    return [
      fail(
        'pooler',
        'DATABASE_DIRECT_URL leads to a pooler in transaction mode',
        'Set it to host and port of Postgres itself',
      ),
    ];
  if (pooler === 'transaction' && direct === undefined)
    return [
      fail(
        'pooler',
        'DATABASE_URL leads to a pooler in transaction mode',
        'Set DATABASE_DIRECT_URL to Postgres itself, for migrations, locks and notifications',
      ),
    ];
  return pooler === 'none' ? [] : [ok('pooler', `a pooler in ${pooler} mode`)];
}
