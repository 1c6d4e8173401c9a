import { PrismaPg } from '@prisma/adapter-pg';
import {
  Pool,
  type PoolConfig,
  types as builtin,
  type ClientBase,
  type CustomTypesConfig,
  type PoolClient,
} from 'pg';
import { z } from 'zod';
import { type Prisma, PrismaClient } from '../generated/prisma/client.ts';
import { clientConfig } from './connection.ts';
import { ScramClient } from './scram-client.ts';
import { PreparedSql, type Sql } from './sql.ts';

/** SQL statements on a connection or in a transaction. */
export interface Queryable {
  /**
   * The rows of a statement, each parsed by `schema`. `bigint` columns are numbers, `date` columns
   * `YYYY-MM-DD`.
   */
  rows<T extends z.ZodType>(schema: T, statement: Sql): Promise<z.output<T>[]>;
  /** The first row, or undefined. */
  row<T extends z.ZodType>(schema: T, statement: Sql): Promise<z.output<T> | undefined>;
  /** Runs a statement and returns the number of affected rows. */
  run(statement: Sql): Promise<number>;
}

/** Prisma models and SQL statements on one connection: the database itself, or a transaction. */
export interface DbClient extends Queryable {
  prisma: Prisma.TransactionClient;
}

/**
 * Postgres. Ordinary reads and writes use `prisma`; SQL moves sets of rows. Sender processes use
 * SQL only: the first query through Prisma costs a process 48 MB.
 */
export interface Db extends DbClient {
  prisma: PrismaClient;
  pool: Pool;
  /** Connections with a session of their own, even behind a pooler: for LISTEN and locks. */
  direct: Pool;
  /**
   * A transaction with Prisma models. It times out after `timeout` milliseconds (default: 5000).
   */
  transaction<T>(work: (tx: DbClient) => Promise<T>, timeout?: number): Promise<T>;
  /** A transaction of SQL statements, without Prisma and without a time limit. */
  sqlTransaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Types that node-postgres returns as text, or as a Date in the time zone of the server. */
const parsers = new Map<number, (text: string) => unknown>([
  [builtin.builtins.INT8, Number],
  [builtin.builtins.DATE, String],
]);

const types: CustomTypesConfig = {
  getTypeParser: (type, format) =>
    (format === 'binary' ? undefined : parsers.get(type)) ?? builtin.getTypeParser(type, format),
};

/**
 * @param prepares whether consecutive statements run on the same connection to Postgres; false
 *   behind a pooler in transaction mode
 */
function queryable(client: Pool | PoolClient, prepares: boolean): Queryable {
  const query = (statement: Sql) => {
    const { text, values } = statement;
    const name = prepares && statement instanceof PreparedSql ? { name: statement.name } : {};
    return client.query({ ...name, text, values, types });
  };
  return {
    rows: async (schema, statement) =>
      (await query(statement)).rows.map((row) => schema.parse(row)),
    row: async (schema, statement) => {
      const [first] = (await query(statement)).rows;
      return first === undefined ? undefined : schema.parse(first);
    },
    run: async (statement) => (await query(statement)).rowCount ?? 0,
  };
}

/**
 * SQL in a Prisma transaction. Prisma returns `bigint` as BigInt and `date` as Date; `sqlDate`
 * accepts both.
 */
function inPrisma(prisma: Prisma.TransactionClient): DbClient {
  const query = async (statement: Sql) =>
    z.array(z.record(z.string(), z.unknown())).parse(await prisma.$queryRaw(statement));
  const parse = <T extends z.ZodType>(schema: T, row: Record<string, unknown>) =>
    schema.parse(
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          typeof value === 'bigint' ? Number(value) : value,
        ]),
      ),
    );
  return {
    prisma,
    rows: async (schema, statement) => (await query(statement)).map((row) => parse(schema, row)),
    row: async (schema, statement) => {
      const [first] = await query(statement);
      return first === undefined ? undefined : parse(schema, first);
    },
    run: (statement) => prisma.$executeRaw(statement),
  };
}

/**
 * Opens a pool of at most `connections` to Postgres, which Prisma shares. An idle connection that
 * breaks is dropped; the next query opens a new one.
 * @param directUrl leads to Postgres itself, if `url` leads to a pooler in transaction mode
 */
export function connect(url: string, connections: number, directUrl?: string): Db {
  const prepares = directUrl === undefined;
  const pool = openPool(url, {
    max: connections,
    // Opening a connection takes longer than most statements.
    min: Math.min(8, connections),
    // A pooler in transaction mode would apply the setting to other clients.
    ...(prepares && { onConnect: disableJit }),
  });
  const direct = directUrl === undefined ? pool : openPool(directUrl, { max: directConnections });
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    ...queryable(pool, prepares),
    prisma,
    pool,
    direct,
    transaction: (work, timeout = 5000) =>
      prisma.$transaction((tx) => work(inPrisma(tx)), { timeout, maxWait: 10_000 }),
    sqlTransaction: (work) => sqlTransaction(pool, prepares, work),
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
      if (direct !== pool) await direct.end();
    },
  };
}

/**
 * Postgres compiles statements that it estimates as expensive. The statements that move sets of
 * rows are long, and their estimates are far too high: with JIT compilation, an import of 40,000
 * rows took 42 s instead of 1.4 s.
 */
async function disableJit(client: ClientBase): Promise<void> {
  await client.query('set jit to off');
}

/** Two listeners (pages, outbox) and three locks (journal, bounces, a source). */
const directConnections = 5;

interface PoolOptions extends Pick<PoolConfig, 'max' | 'min'> {
  /** The pool waits for the promise. */
  onConnect?: (client: ClientBase) => Promise<void>;
}

function openPool(url: string, options: PoolOptions): Pool {
  const pool = new Pool({
    ...clientConfig(url),
    ...options,
    application_name: 'daily-papers',
    Client: ScramClient,
  });
  // An idle connection broke.
  pool.on('error', () => {});
  return pool;
}

async function sqlTransaction<T>(
  pool: Pool,
  prepares: boolean,
  work: (tx: Queryable) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  const run = (command: 'begin' | 'commit' | 'rollback') => client.query(command);
  let broken: Error | undefined;
  try {
    await run('begin');
    const result = await work(queryable(client, prepares));
    await run('commit');
    return result;
  } catch (error) {
    await run('rollback').catch((cause: unknown) => {
      broken = new Error('a transaction could not be rolled back', { cause });
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
