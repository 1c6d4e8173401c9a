import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject, onTestFinished } from 'vitest';
import { connect, type Db } from '../../src/db/client.ts';

/**
 * A fresh, migrated database. It is deleted with the whole server after all tests: before ext4
 * creates a file, it examines every recently deleted one, and creating and dropping a thousand
 * databases of 480 files took twice the time.
 */
export async function freshDatabase(): Promise<{ db: Db; url: string }> {
  const server = inject('postgres');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await admin(server, `create database ${name} template template_daily_papers`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const db = connect(url.href, 8);
  onTestFinished(async ({ task }) => {
    if (!db.pool.ending) await db.close();
    if (task.result?.state === 'fail')
      console.error(`the database of the failed test is kept: ${name}`);
  });
  return { db, url: url.href };
}

/**
 * A backup: copies a database without open connections.
 * @returns its URL
 */
export async function copyDatabase(url: string): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const copy = new URL(url);
  await admin(inject('postgres'), `create database ${name} template ${copy.pathname.slice(1)}`);
  copy.pathname = `/${name}`;
  return copy.href;
}

async function admin(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(statement);
  await client.end();
}
