import { clientConfig } from './connection.ts';
import { ScramClient } from './scram-client.ts';
import { sql } from './sql.ts';

/** How many connections the server, this database and this role allow: a column. */
export const connectionLimit = sql`(select min(most)::int from (values
    (current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
      - coalesce(current_setting('reserved_connections', true), '0')::int),
    ((select nullif(datconnlimit, -1) from pg_database where datname = current_database())),
    ((select nullif(rolconnlimit, -1) from pg_roles where rolname = current_user))) as limits(most))`;

export async function readConnectionLimit(url: string): Promise<number> {
  const client = new ScramClient(clientConfig(url));
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ places: number }>(
      `select ${connectionLimit.text} as places`,
    );
    return rows[0]?.places ?? 0;
  } finally {
    await client.end();
  }
}

/** Connections that are left to the command line, and the fewest that a process works with. */
const reserved = 5;
const minimumPoolSize = 3;

/** Connections of each process: as many as wanted, or its share of the limit. */
export function poolSizeFor(wanted: number, limit: number, processes: number): number {
  const share = Math.max(minimumPoolSize, Math.floor((limit - reserved) / processes));
  return Math.min(wanted, share);
}
