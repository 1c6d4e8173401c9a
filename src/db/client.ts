import { PrismaPg } from '@prisma/adapter-pg';
import { Pool, types as builtin, type CustomTypesConfig, type PoolClient } from 'pg';
import type { z } from 'zod';
import { PrismaClient } from '../generated/prisma/client.ts';
import type { Sql } from './sql.ts';

/** Statements on a connection or in a transaction. */
export interface Queryable {
  /** The rows of a statement, each parsed by `schema`. `date` columns come as `YYYY-MM-DD`, `bigint` as number. */
  rows<T extends z.ZodType>(schema: T, statement: Sql): Promise<z.output<T>[]>;
  /** The first row, or undefined. */
  row<T extends z.ZodType>(schema: T, statement: Sql): Promise<z.output<T> | undefined>;
  /** Runs a statement; answers how many rows it touched. */
  run(statement: Sql): Promise<number>;
}

/** Postgres: Prisma for ordinary reads and writes, tagged SQL where a set of rows moves at once. */
export interface Db extends Queryable {
  prisma: PrismaClient;
  pool: Pool;
  /** All or nothing, on one connection. */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** What node-postgres would give as text, or as a Date in the server's own zone. */
const readers = new Map<number, (text: string) => unknown>([
  [builtin.builtins.INT8, Number],
  [builtin.builtins.DATE, String],
]);

const types: CustomTypesConfig = {
  getTypeParser: (type, format) =>
    (format === 'binary' ? undefined : readers.get(type)) ?? builtin.getTypeParser(type, format),
};

function queryable(client: Pool | PoolClient): Queryable {
  const query = (statement: Sql) => client.query({ text: statement.text, values: statement.values, types });
  return {
    rows: async (schema, statement) => (await query(statement)).rows.map((row) => schema.parse(row)),
    row: async (schema, statement) => {
      const [first] = (await query(statement)).rows;
      return first === undefined ? undefined : schema.parse(first);
    },
    run: async (statement) => (await query(statement)).rowCount ?? 0,
  };
}

/**
 * Opens a pool of at most `connections` to Postgres; Prisma shares it.
 * An idle connection that breaks is dropped and opened anew by the next query.
 */
export function connect(url: string, connections: number): Db {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    // Kept open: a new one takes longer than most statements.
    min: Math.min(8, connections),
    connectionTimeoutMillis: 10_000,
    application_name: 'daily-papers',
  });
  pool.on('error', () => {});
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    ...queryable(pool),
    prisma,
    pool,
    transaction: (work) => transaction(pool, work),
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

async function transaction<T>(pool: Pool, work: (tx: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(queryable(client));
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((cause: unknown) => {
      broken = new Error('a transaction could not be rolled back', { cause });
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
