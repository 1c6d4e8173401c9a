import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../src/db/client.ts';
import { sql } from '../../src/db/sql.ts';
import { copyDatabase, freshDatabase } from '../support/database.ts';
import { cli, startServer } from '../support/program.ts';

const key = 'test-key-of-some-length';

test('after a restore of the database nothing is sent until the journal is replayed, even if the process was killed', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { db, url } = await freshDatabase();
  const env = {
    PAPER_SOURCES: '',
    ADMIN_API_KEY: key,
    JOURNAL_URL: pathToFileURL(folder).href,
  };
  const first = await startServer({ ...env, DATABASE_URL: url });
  await call(first.url, 'POST', '/subscribers', {
    email: 'ada@example.org',
    consent: { source: 'test' },
  });
  await first.kill('SIGTERM');
  await db.close();
  const backup = await copyDatabase(url);

  const second = await startServer({ ...env, DATABASE_URL: url });
  expect(await call(second.url, 'PATCH', '/subscribers/1', { status: 'unsubscribed' })).toBe(200);
  await second.kill('SIGKILL');
  // Killed between the commit and the journal: the next start writes the entry.
  const killed = connect(url, 4);
  await killed.run(
    sql`insert into suppression (email_key, reason) values ('bob@example.org', 'bounced')`,
  );
  await killed.close();
  const third = await startServer({ ...env, DATABASE_URL: url });
  await third.kill('SIGTERM');

  const restored = { ...env, DATABASE_URL: backup };
  const server = await startServer(restored);
  const sending = async () => (await (await fetch(`${server.url}/readyz`)).json()).sending;
  expect(await sending()).toBe('held');
  const { out } = await cli(['journal', 'replay'], restored);
  expect(out).toBe('2 read: 1 unsubscribed, 0 erased, 1 suppressed; sending resumes\n');
  expect(await sending()).toBe('ok');
  expect((await cli(['journal', 'confirm'], restored)).out).toBe('sending was not held\n');
  const after = connect(backup, 1);
  const events = await after.prisma.auditEvent.findMany({
    where: { action: { startsWith: 'journal' } },
  });
  await after.close();
  expect(events).toMatchObject([{ action: 'journal-replayed' }]);
});

async function call(server: string, method: string, route: string, body: object): Promise<number> {
  const answer = await fetch(`${server}/api/v1${route}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return answer.status;
}
