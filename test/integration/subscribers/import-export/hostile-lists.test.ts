import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Context } from '../../../../src/context.ts';
import { sql } from '../../../../src/db/sql.ts';
import { importSubscribers } from '../../../../src/subscribers/import-export/import.ts';
import { freshContext } from '../../../support/context.ts';

const consent = { source: 'moved' };

async function emails(ctx: Context): Promise<string[]> {
  const all = await ctx.db.prisma.subscriber.findMany({
    where: { status: 'active' },
    orderBy: { email: 'asc' },
  });
  return all.map(({ email }) => email.replace('@example.org', ''));
}

test.for([
  'Subscriber',
  'Primary Email',
  'Email 1 - Value',
  'E-Mail-Adresse',
  'Email Address',
  'E-mail',
  'emailAddress',
  'Kontakt',
])('a column %j contains the addresses', async (header) => {
  const { ctx } = await freshContext();
  const list = `Name,${header}\nAda,ada@example.org\n`;
  const report = await importSubscribers(ctx, list, { consent });
  expect(report).toMatchObject({ read: 1, added: 1, rejected: [] });
  expect(report.reading.columns).toEqual([{ name: expect.any(String), means: 'address' }]);
  expect(report.reading.unread).toEqual(['Name']);
});

const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');

/** A file, the addresses that become active, and the lines that are rejected. */
const files: [string, string | Buffer, string[], number[]][] = [
  ['a stray quote', 'email,note\na@example.org,5 ft 10" tall\nb@example.org,x\n', ['a', 'b'], []],
  ['an unclosed quote', 'email\na@example.org\n"b@example.org\nc@example.org\n', ['a', 'c'], [3]],
  [
    'an unclosed quote in the last cell',
    'email,note\na@example.org,"open\nb@example.org,x\nc@example.org,"y"\n',
    ['b', 'c'],
    [2],
  ],
  [
    'two unclosed quotes',
    'email,note\n"a@example.org,x\nb@example.org,y\n"c@example.org,z\nd@example.org,\n',
    ['b', 'd'],
    [2, 4],
  ],
  [
    'text after a quote',
    'email,name\na@example.org,"Bob ""B"" Lee" Jr\nb@example.org,x\n',
    ['a', 'b'],
    [],
  ],
  [
    'half-escaped quotes',
    'email,name\na@example.org,"Bob "B" Lee"\nb@example.org,x\n',
    ['a', 'b'],
    [],
  ],
  [
    'tabs and quotes',
    'Email\tName\r\na@example.org\tAda "the" X\r\nb@example.org\t"\r\n',
    ['a'],
    [3],
  ],
  [
    'quoted line ends',
    'email,note\na@example.org,"one\ntwo"\nbad\nb@example.org,x\n',
    ['a', 'b'],
    [4],
  ],
  ['CR line ends', 'email,name\ra@example.org,A\rb@example.org,B\r', ['a', 'b'], []],
  ['mixed line ends', 'email\r\na@example.org\nb@example.org\r', ['a', 'b'], []],
  [
    'UTF-16 and semicolons',
    utf16('E-Mail;Name\r\na@example.org;"Ä"\r\nb@example.org;\r\n'),
    ['a', 'b'],
    [],
  ],
  [
    'NUL bytes',
    'email,topics\na\0@example.org,x\nb@example.org,a\0b\nc@example.org,x\n',
    ['b', 'c'],
    [2],
  ],
  ['a NUL in a cell that is not read', 'email,name\na@example.org,A\0\n', ['a'], []],
  [
    'half a surrogate pair',
    '{"email":"a@example.org","topics":["x\\ud800"]}\n{"email":"b@example.org"}',
    ['a', 'b'],
    [],
  ],
  ['pipes', 'name|email\nA|a@example.org\n', ['a'], []],
  ['no final line end', 'email\na@example.org', ['a'], []],
  [
    'addresses with copied invisible characters',
    'email\n<a@example.org>\nmailto:b@example.org\nc\u200B@example.org\nd d@example.org\nAda <e@example.org>\n',
    ['a', 'b', 'c', 'e'],
    [5],
  ],
  ['a long line', `email,x\na@example.org,${'y'.repeat(1_200_000)}\nb@example.org,\n`, ['b'], [2]],
  [
    'bad JSON lines',
    '{"email":"a@example.org"}\n{"email":\n[1]\n{"email":"b@example.org"}\n',
    ['a', 'b'],
    [2, 3],
  ],
  [
    'an unreadable first line',
    '{"email":ada@example.org}\n{"name":"Ada"}\n{"email":"a@example.org"}\n',
    ['a'],
    [1, 2],
  ],
  ['a JSON array that is cut off', '[{"email":"a@example.org"},{"email":"b@exam', ['a'], [2]],
  [
    'strings with brackets',
    '[{"email":"a@example.org","name":"]},{\\"["}, {"email":"b@example.org"}]',
    ['a', 'b'],
    [],
  ],
  ['no header', 'Ada;a@example.org;x\nBo;b@example.org;y\n', ['a', 'b'], []],
];

test.each(files)('%s affects no other row', async (_name, file, active, rejected) => {
  const { ctx } = await freshContext();
  const report = await importSubscribers(ctx, file, { consent });
  expect(await emails(ctx)).toEqual(active);
  expect(report.rejected.map(({ line }) => line)).toEqual(rejected);
  expect(report.rejectedCount).toBe(rejected.length);
  expect(JSON.stringify(report.rejected)).not.toContain('@');
});

test('a chunk of a file may end anywhere', async () => {
  const { ctx } = await freshContext();
  const text =
    '\uFEFFemail;name\r\nä@example.org;x\r\na@example.org;"é\r\n€"\r\nb@example.org;😀\r\n';
  async function* pieces() {
    for (const byte of Buffer.from(text)) yield Buffer.from([byte]);
  }
  const report = await importSubscribers(ctx, pieces(), { consent });
  expect(report.rejected.map(({ line }) => line)).toEqual([2]);
  expect(await emails(ctx)).toEqual(['a', 'b']);
});

test('a status counts in any column of a file without a header', async () => {
  const { ctx } = await freshContext();
  const text =
    'a@example.org,Ada,active\nb@example.org,Bo,Unsubscribed\nc@example.org,bounced,x\nd@example.org,Di,\ne@example.org,deleted,\n';
  const report = await importSubscribers(ctx, text, { consent });
  expect(await emails(ctx)).toEqual(['a', 'd']);
  expect(report.becomes).toEqual({ active: 2, pending: 0, unsubscribed: 1, suppressed: 1 });
  expect(report.rejected.map(({ line }) => line)).toEqual([5]);
});

test.each([
  [
    'a missing field',
    '{"email":"a@example.org","subscribed":true}\n{"email":"b@example.org"}\n',
    [2],
  ],
  ['an unknown consent', 'email,gdpr_consent_email\nb@example.org,nope\na@example.org,yes\n', [2]],
  [
    'an unlisted column about leaving',
    'email,abmeldung,id\nb@example.org,gestern,1\na@example.org,,2\n',
    [2],
  ],
  [
    'a false value in an unlisted status column',
    'E-Mail,Weekly Subscription,subscription_id\nb@example.org,no,1\na@example.org,2025-01-02,2\n',
    [2],
  ],
  [
    'an unknown status',
    'email,status\na@example.org,subscribed\nb@example.org,moved to b@example.net\nc@example.org,\n',
    [3, 4],
  ],
  [
    'cells moved by a comma',
    'email,name,subscribed_to_emails\nb@example.org,Byron, Lord,false\na@example.org,A,true\n',
    [2],
  ],
])('%s rejects the row', async (_name, text, rejected) => {
  const { ctx } = await freshContext();
  const report = await importSubscribers(ctx, text, { consent });
  expect(report.rejected.map(({ line }) => line)).toEqual(rejected);
  expect(JSON.stringify(report.rejected)).not.toContain('@');
  expect(await emails(ctx)).toEqual(['a']);
});

test('common spellings of hours are accepted, and topics with semicolons', async () => {
  const { ctx } = await freshContext();
  const text =
    'email,topics,hour\na@example.org,"LLM; agents",7:00\nb@example.org,agents,08\nc@example.org,agents,9.0\nd@example.org,x,25\n';
  const report = await importSubscribers(ctx, text, { consent });
  expect(report.rejected.map(({ line }) => line)).toEqual([5]);
  const all = await ctx.db.prisma.subscriber.findMany({ orderBy: { email: 'asc' } });
  expect(all.map(({ hour }) => hour)).toEqual([7, 8, 9]);
  expect(all[0]?.topics).toEqual(['LLM', 'agents']);
});

test('rows with the same address become one subscriber: an empty cell erases nothing, the strictest status wins', async () => {
  const { ctx } = await freshContext();
  const text = [
    'email,topics,frequency,status',
    'a@example.org,agents,weekly,active',
    'b@example.org,x,daily,active',
    'A@example.org,,,active',
    'B@example.org,,,unsubscribed',
    'a@example.org,,weekdays,active',
  ].join('\n');
  const report = await importSubscribers(ctx, text, { consent });
  expect(report).toMatchObject({ read: 5, added: 1, departed: 1, unchanged: 3, rejectedCount: 0 });
  expect(report.notices).toEqual([
    { line: 3, notice: { code: 'repeated', other: 5 } },
    { line: 4, notice: { code: 'repeated', other: 2 } },
    { line: 6, notice: { code: 'repeated', other: 2 } },
  ]);
  const all = await ctx.db.prisma.subscriber.findMany({ orderBy: { emailKey: 'asc' } });
  expect(all).toMatchObject([
    { status: 'active', topics: ['agents'], frequency: 'weekdays' },
    { status: 'unsubscribed' },
  ]);
});

test('a no in a column `consent` is an unsubscribe, and the consent of an unconfirmed subscriber does not count', async () => {
  const { ctx } = await freshContext();
  const csv = 'email,consent\na@example.org,no\nb@example.org,yes\nc@example.org,maybe\n';
  const report = await importSubscribers(ctx, csv, { consent });
  expect(report.becomes).toMatchObject({ active: 1, unsubscribed: 1 });
  expect(report.rejected.map(({ line }) => line)).toEqual([4]);
  await importSubscribers(ctx, '[{"email":"d@example.org","consent":false}]', { consent });
  const pending = 'email,status,consent_source\ne@example.org,pending,web\n';
  expect(await importSubscribers(ctx, pending, { consent })).toMatchObject({ asked: 1 });
  expect(await emails(ctx)).toEqual(['b']);
});

test('a rejected row that may mean an unsubscribe keeps other rows from making its address active', async () => {
  const { ctx } = await freshContext();
  const text = [
    'email,frequency,timezone,status',
    'a@example.org,,,active',
    'a@example.org,,,Declined',
    'b@example.org,,,deleted',
    'b@example.org,,,active',
    'b@example.org,,,deleted',
    'c@example.org,hourly,,unsubscribed',
    'c@example.org,,,active',
    'd@example.org,,,active',
    'd@example.org,,Mars/Olympus,bounced',
    'e@example.org,hourly,,active',
    'e@example.org,,,active',
  ].join('\n');
  const report = await importSubscribers(ctx, text, { consent });
  expect(report).toMatchObject({ read: 11, added: 1, unchanged: 4, rejectedCount: 4 });
  expect(report.rejected.map(({ line }) => line)).toEqual([3, 4, 6, 11]);
  expect(await emails(ctx)).toEqual(['e']);
  // An invalid preference does not matter for those who left.
  const stored = await ctx.db.prisma.subscriber.findMany({
    where: { status: { in: ['unsubscribed', 'bounced'] } },
    orderBy: { email: 'asc' },
  });
  expect(stored.map(({ email, status }) => [email, status])).toEqual([
    ['c@example.org', 'unsubscribed'],
    ['d@example.org', 'bounced'],
  ]);
});

test('an active subscriber who unsubscribed in that list is reported, and changed only on request', async () => {
  const { ctx } = await freshContext();
  const names = ['a', 'b', 'c', 'd'].map((name) => `${name}@example.org`);
  await importSubscribers(ctx, names.join('\n'), { consent });
  const text =
    'email,status\na@example.org,unsubscribed\nb@example.org,bounced\nc@example.org,blocked\nd@example.org,active\n';
  const reported = await importSubscribers(ctx, text, { consent });
  expect(reported).toMatchObject({ unchanged: 4, updated: 0, departed: 0, noticeCount: 3 });
  expect(reported.notices[0]).toEqual({
    line: 2,
    notice: { code: 'here', status: 'unsubscribed' },
  });
  expect(await emails(ctx)).toEqual(['a', 'b', 'c', 'd']);
  expect(await ctx.db.prisma.suppression.count()).toBe(0);
  const applied = await importSubscribers(ctx, text, { consent, applyDepartures: true });
  expect(applied).toMatchObject({ updated: 3, noticeCount: 3 });
  const all = await ctx.db.prisma.subscriber.findMany({ orderBy: { email: 'asc' } });
  expect(all.map(({ status }) => status)).toEqual([
    'unsubscribed',
    'bounced',
    'unsubscribed',
    'active',
  ]);
  const suppressed = await ctx.db.prisma.suppression.findMany({ orderBy: { emailKey: 'asc' } });
  expect(suppressed.map(({ reason }) => reason)).toEqual(['bounced', 'blocked']);
});

test('a file with two status columns of one name is rejected, and no row stays', async () => {
  const { ctx } = await freshContext();
  const text = 'email,status,Status\na@example.org,unsubscribed,active\n';
  await expect(importSubscribers(ctx, text, {})).rejects.toMatchObject({
    key: 'list-two-columns',
    args: { column: 'status' },
  });
  expect(await ctx.db.prisma.subscriberImport.count()).toBe(0);
});

test('a file that cannot be read to its end leaves no row', async () => {
  const { ctx } = await freshContext();
  async function* source() {
    yield Buffer.from('email\n');
    for (let part = 0; part < 2; part += 1) {
      const lines = Array.from({ length: 8000 }, (_, n) => `r${part}-${n}@example.org\n`);
      yield Buffer.from(lines.join(''));
    }
    throw new Error('the disk failed');
  }
  await expect(importSubscribers(ctx, source(), {})).rejects.toThrow('the disk failed');
  // Waits for a COPY that is still running.
  await ctx.db.sqlTransaction((tx) => tx.run(sql`lock table subscriber_import_row in share mode`));
  expect(await ctx.db.prisma.subscriberImportRow.count()).toBe(0);
});

/** Exports of other products, which are not part of this repository. */
const samples = '../shared/data/cases';

test.skipIf(!existsSync(samples))('sample exports add no one who unsubscribed', async () => {
  const { ctx } = await freshContext();
  const sampled = ['listmonk-export.csv', 'ghost-members.csv', 'substack-email-list.csv'];
  sampled.push('keila-contacts.csv', 'mailchimp-cleaned.csv', 'mailchimp-unsubscribed.csv');
  sampled.push('usesend-contacts.ndjson');
  for (const file of sampled) {
    await importSubscribers(ctx, readFileSync(join(samples, file)), { consent });
  }
  expect(await emails(ctx)).toEqual(['gh-on', 'kl-on', 'lm-enabled', 'ss-on', 'us-on']);
});
