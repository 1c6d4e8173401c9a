import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject, onTestFinished } from 'vitest';
import { connect, type Db } from '../../src/db/client.ts';

/**
 * A fresh, migrated database. It goes with the whole server when all tests have passed: ext4 looks
 * at each file that was deleted in the last minutes before it makes a new one, and a thousand
 * databases of 480 files made and dropped took twice the time.
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

/** A backup: a copy of a database that nobody is connected to. @returns its URL */
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
