import { expect, test, vi } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { examineDatabase } from '../../src/doctor/database.ts';
import { findPooler } from '../../src/db/pooler.ts';
import { freshDatabase } from '../support/database.ts';
import { hasPrograms } from '../support/programs.ts';
import { startPgBouncer } from '../support/pgbouncer.ts';
import { cli, startServer } from '../support/program.ts';

const key = 'test-key-of-some-length';
const missing = !hasPrograms('/usr/sbin/pgbouncer');

async function story(env: Record<string, string>) {
  // Two servers start at the same time: migrations run under a lock.
  const servers = await Promise.all([startServer(env), startServer(env)]);
  const [first, second] = servers;
  const added = await fetch(`${first?.url}/api/v1/papers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'Sparse Attention, Revisited' }),
  });
  expect(added.status).toBe(201);
  // The other process receives the notification (LISTEN) and shows the change.
  await vi.waitFor(
    async () =>
      expect(await (await fetch(`${second?.url}/`)).text()).toContain(
        'Sparse Attention, Revisited',
      ),
    { timeout: 60_000, interval: 100 },
  );
  await fetch(`${first?.url}/subscribe`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ada@example.org' }),
  });
  // A sender is notified of the email, and the local inbox receives it.
  await vi.waitFor(
    async () => {
      const inbox = await Promise.all(
        servers.map(async ({ url }) => (await fetch(`${url}/inbox/messages.json`)).json()),
      );
      expect(inbox.flat()).not.toHaveLength(0);
    },
    { timeout: 60_000, interval: 100 },
  );
}

test.skipIf(missing)('PgBouncer in session mode needs no other setting', async () => {
  const { url } = await freshDatabase();
  const bounced = await startPgBouncer(url, 'session');
  expect(await findPooler(url)).toBe('none');
  expect(await findPooler(bounced)).toBe('session');
  const env = { DATABASE_URL: bounced, DATABASE_CONNECTIONS: '5', ADMIN_API_KEY: key };
  const server = await startServer({ ...env, PAPER_SOURCES: '' });
  expect((await fetch(`${server.url}/`)).status).toBe(200);
});

test.skipIf(missing)(
  'PgBouncer in transaction mode: the start asks for DATABASE_DIRECT_URL and works with it',
  async () => {
    const { url } = await freshDatabase();
    const bounced = await startPgBouncer(url, 'transaction');
    expect(await findPooler(bounced)).toBe('transaction');
    const refused = await cli(['migrate'], { DATABASE_URL: bounced });
    expect(refused).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /^DATABASE_URL leads to a pooler in transaction mode .*: set DATABASE_DIRECT_URL .*\n$/,
      ),
    });
    const look = async (direct: Record<string, string>) => {
      const config = readConfig({ DATABASE_URL: bounced, ...direct });
      const { findings, close } = await examineDatabase(config);
      await close();
      return findings.filter(({ check }) => check === 'pooler').map(({ state }) => state);
    };
    expect(await look({})).toEqual(['fail']);
    expect(await look({ DATABASE_DIRECT_URL: bounced })).toEqual(['fail']);
    expect(await look({ DATABASE_DIRECT_URL: url })).toEqual(['ok']);
    await story({
      DATABASE_URL: bounced,
      DATABASE_DIRECT_URL: url,
      ADMIN_API_KEY: key,
      PAPER_SOURCES: '',
    });
  },
);
