import { Client } from 'pg';
import type { World } from './world.ts';

const copy = 'daily_papers_backup';

/** Copies the database of a world as its backup. No program may use the database meanwhile. */
export function takeBackup(world: World): Promise<void> {
  return withoutConnections(world, (admin, name) =>
    admin.query(`create database ${copy} template ${name}`),
  );
}

/** Replaces the lost database with the backup. */
export function restoreBackup(world: World): Promise<void> {
  return withoutConnections(world, async (admin, name) => {
    await admin.query(`drop database ${name}`);
    await admin.query(`alter database ${copy} rename to ${name}`);
  });
}

/** Closes all connections to the database of a world and allows none while `work` runs. */
async function withoutConnections(
  { ctx }: World,
  work: (admin: Client, name: string) => Promise<unknown>,
): Promise<void> {
  const url = new URL(ctx.config.DATABASE_URL ?? '');
  const name = `"${url.pathname.slice(1)}"`;
  url.pathname = '/template1';
  const admin = new Client({ connectionString: url.href });
  await admin.connect();
  try {
    await admin.query(`alter database ${name} with allow_connections false`);
    await admin.query(
      `select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = $1`,
      [name.slice(1, -1)],
    );
    await work(admin, name);
  } finally {
    await admin.query(`alter database ${name} with allow_connections true`);
    await admin.end();
  }
}
