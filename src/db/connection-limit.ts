import { clientConfig } from './connection.ts';
import { ScramClient } from './scram-client.ts';
import { sql } from './sql.ts';

/** A column with the number of connections that the server, this database and this role allow. */
export const connectionLimit = sql`(select min(maximum)::int from (values
    (current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
      - coalesce(current_setting('reserved_connections', true), '0')::int),
    ((select nullif(datconnlimit, -1) from pg_database where datname = current_database())),
    ((select nullif(rolconnlimit, -1) from pg_roles where rolname = current_user))) as limits(maximum))`;

export async function readConnectionLimit(url: string): Promise<number> {
  const client = new ScramClient(clientConfig(url));
  await client.connect();
  try {
    const { rows } = await client.query<{ connections: number }>(
      `select ${connectionLimit.text} as connections`,
    );
    return rows[0]?.connections ?? 0;
  } finally {
    await client.end();
  }
}

/** Connections reserved for the command line, and the minimum for each process. */
const reserved = 5;
const minimumPoolSize = 3;

/** The pool size of each process: the wanted size, or the process's share of the limit. */
export function poolSizeFor(wanted: number, limit: number, processes: number): number {
  const share = Math.max(minimumPoolSize, Math.floor((limit - reserved) / processes));
  return Math.min(wanted, share);
}
