import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from, to } from 'pg-copy-streams';
import type { Db } from './client.ts';
import type { Sql } from './sql.ts';

/** Loads rows in the text format of `COPY`, in its own transaction. */
export async function copyIn(db: Db, statement: Sql, text: string): Promise<void> {
  await onConnection(db, (client) =>
    pipeline(Readable.from([Buffer.from(text)]), client.query(from(statement.text))),
  );
}

/**
 * All rows are read once, in order: JIT compilation and parallel workers cost more time than they
 * save. Times are written in the ISO style, also if the server has another default.
 */
const readSettings =
  'set local jit = off; set local max_parallel_workers_per_gather = 0; set local datestyle = iso';

/** The output of `COPY … TO STDOUT` as it arrives. One statement sees one snapshot of the data. */
export async function* copyOut(db: Db, statement: Sql): AsyncGenerator<Uint8Array> {
  const client = await db.pool.connect();
  let isComplete = false;
  try {
    await client.query(`begin; ${readSettings}`);
    const stream: AsyncIterable<Uint8Array> = client.query(to(statement.text));
    yield* stream;
    await client.query('commit');
    isComplete = true;
  } finally {
    // A connection that is still sending rows cannot be reused.
    client.release(!isComplete);
  }
}

async function onConnection(db: Db, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await db.pool.connect();
  let failed = true;
  try {
    await work(client);
    failed = false;
  } finally {
    client.release(failed);
  }
}

/** One value in the text format of `COPY`. */
export function copyValue(value: string | number | boolean | null): string {
  if (value === null) return '\\N';
  const text = String(value);
  return /[\\\t\n\r]/.test(text) ? text.replaceAll(/[\\\t\n\r]/g, escaped) : text;
}

function escaped(sign: string): string {
  return sign === '\t' ? '\\t' : sign === '\n' ? '\\n' : sign === '\r' ? '\\r' : '\\\\';
}
