import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { deleteDataDir, startEmbedded } from '../../src/db/embedded.ts';
import { migrate } from '../../src/db/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server's maintenance database; the template to clone is `template_daily_papers`. */
    postgres: string;
  }
}

/** One Postgres for the whole run, with a migrated template that every test clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const dataDir = mkdtempSync(path.join(tmpdir(), 'daily-papers-test-'));
  const server =
    given === undefined ? await startEmbedded(dataDir) : { url: given, release: async () => {} };
  const client = new Client({ connectionString: server.url });
  await client.connect();
  // Without waiting for the disk a clone takes a quarter of the time. Tests of Postgres crashes use
  // their own servers.
  if (given === undefined) {
    for (const setting of ['fsync', 'full_page_writes'])
      await client.query(`alter system set ${setting} = off`);
    await client.query('select pg_reload_conf()');
  }
  await client.query('drop database if exists template_daily_papers');
  await client.query('create database template_daily_papers');
  await client.end();
  const template = new URL(server.url);
  template.pathname = '/template_daily_papers';
  await migrate(template.href);
  project.provide('postgres', server.url);
  return async () => {
    await server.release();
    if (project.vitest.state.getCountOfFailedTests() > 0) {
      console.error(`the databases of failed tests are kept: DATA_DIR=${dataDir}`);
      return;
    }
    if (given !== undefined) await dropClones(given);
    await deleteDataDir(dataDir);
  };
}

/** On a server that the tests did not start, only the clones are removed. */
async function dropClones(server: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>(
    `select datname from pg_database where datname ~ '^test_[0-9a-f]{12}$'`,
  );
  for (const { datname } of rows) await client.query(`drop database ${datname} with (force)`);
  await client.end();
}
