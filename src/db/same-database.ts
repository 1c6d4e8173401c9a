import { clientConfig } from './connection.ts';
import { ScramClient } from './scram-client.ts';

/** Whether two URLs lead to the same database of the same server. One may lead through a pooler. */
export async function isSameDatabase(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([one, other].map(identityOf));
  return first === second;
}

/** The start of the server, to the microsecond, and the id of the database. */
async function identityOf(url: string): Promise<string | undefined> {
  const client = new ScramClient(clientConfig(url));
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      `select extract(epoch from pg_postmaster_start_time()) || ' ' || oid as id
      from pg_database where datname = current_database()`,
    );
    return rows[0]?.id;
  } finally {
    await client.end();
  }
}
