import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Context } from '../../../../src/context.ts';
import { sql } from '../../../../src/db/sql.ts';
import { Prisma } from '../../../../src/generated/prisma/client.ts';
import { eraseSubscriber } from '../../../../src/subscribers/account/erase.ts';
import { exportCsv } from '../../../../src/subscribers/import-export/export.ts';
import {
  importSubscribers,
  prepareImport,
} from '../../../../src/subscribers/import-export/import.ts';
import { resendConfirmation } from '../../../../src/subscribers/signup/resend-confirmation.ts';
import { liftSuppressionById, suppress } from '../../../../src/subscribers/suppression.ts';
import {
  suppressionsCsv,
  suppressionsJson,
} from '../../../../src/subscribers/suppressions/export.ts';
import { importSuppressions } from '../../../../src/subscribers/suppressions/import.ts';
import { startApp } from '../../../support/app.ts';
import { operatorOn } from '../../../support/operator.ts';
import { freshContext } from '../../../support/context.ts';
import { linkTo } from '../../../support/links.ts';
import { addReader, mails } from '../../../support/readers.ts';

const key = 'test-key-of-some-length';
const headers = { authorization: `Bearer ${key}` };
const address = 'ada@erased.example';
const reasons = ['bounced', 'complained', 'blocked'] as const;

async function setup() {
  const { ctx } = await freshContext({ ADMIN_API_KEY: key });
  const app = await startApp(ctx);
  const call = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
    app.inject({ method, url, headers, ...(payload !== undefined && { payload }) });
  const subscribe = (email: string) =>
    app.inject({
      method: 'POST',
      url: '/subscribe',
      headers: { accept: 'application/json' },
      payload: { email },
    });
  return { ctx, app, call, subscribe };
}

/** Adds a subscriber with a suppression and erases it. */
async function erased(ctx: Context, reason: (typeof reasons)[number]): Promise<number> {
  const id = await addReader(ctx, { email: address });
  await suppress(ctx.db, [{ emailKey: address, reason, evidence: `550 <${address}> unknown` }]);
  await eraseSubscriber(ctx, id);
  return (await ctx.db.prisma.suppression.findFirstOrThrow()).id;
}

/** Returns the columns of the database, as `table.column`, that contain this text in any form. */
async function columnsWith({ db }: Context, text: string): Promise<string[]> {
  const table = z.object({ name: z.string() });
  const tables = await db.rows(
    table,
    sql`select table_name as name from information_schema.tables
      where table_schema = current_schema() and table_type = 'BASE TABLE'`,
  );
  const found = [];
  for (const { name } of tables) {
    const columns = await db.rows(
      table,
      sql`select distinct cell.key as name from ${Prisma.raw(`"${name}"`)} as t, jsonb_each_text(to_jsonb(t)) as cell
        where strpos(lower(cell.value), ${text}) > 0`,
    );
    found.push(...columns.map((column) => `${name}.${column.name}`));
  }
  return found.sort();
}

test('after an erasure no column contains the address', async () => {
  const { ctx, app, subscribe } = await setup();
  const { prisma } = ctx.db;
  await subscribe('Ada@Erased.example');
  const { id: confirmation } = await prisma.confirmation.findFirstOrThrow();
  await linkTo(ctx, app, 'confirm', confirmation).post();
  const { id } = await prisma.subscriber.findFirstOrThrow();
  const other = await addReader(ctx);
  await prisma.addressChange.create({
    data: { subscriberId: other, email: address, emailKey: address },
  });
  await prisma.transactionalEmail.createMany({
    data: ['test', 'address-confirm'].map((kind) => ({
      kind,
      address: 'Ada@erased.example',
      expiresAt: new Date(),
    })),
  });
  const bounce = {
    source: 'ses',
    kind: 'soft',
    emailKey: address,
    emailSentAt: new Date(),
  } as const;
  await prisma.bounce.createMany({
    data: [
      { ...bounce, eventId: '1', subscriberId: id },
      { ...bounce, eventId: '2' },
    ],
  });
  await prisma.inboxMessage.create({
    data: {
      from: 'us@x.example',
      to: 'Ada@Erased.example',
      subject: '',
      size: 1,
      raw: Buffer.from('x'),
    },
  });
  await prepareImport(ctx, `email\n${address}\n`, { format: 'csv' });
  await suppress(ctx.db, [
    { emailKey: address, reason: 'bounced', evidence: `550 <${address}> unknown` },
  ]);
  expect(await columnsWith(ctx, address)).toEqual([
    'address_change.email',
    'address_change.email_key',
    'bounce.email_key',
    'inbox_message.to',
    'journal_entry.email_key',
    'journal_entry.evidence',
    'subscriber.email',
    'subscriber.email_key',
    'subscriber_import_row.email',
    'subscriber_import_row.email_key',
    'suppression.email_key',
    'suppression.evidence',
    'transactional_email.address',
  ]);
  await eraseSubscriber(ctx, id);
  expect(await columnsWith(ctx, address)).toEqual([]);
  expect(await prisma.suppression.findMany()).toMatchObject([
    { emailKey: null, reason: 'bounced', evidence: '550 <(address)> unknown' },
  ]);
});

test('an earlier address that was suppressed is erased too, unless another subscriber has it now', async () => {
  const { ctx } = await setup();
  const id = await addReader(ctx, { email: 'new@erased.example' });
  const earlier = ['old@erased.example', 'taken@erased.example'];
  await ctx.db.prisma.subscriber.update({
    where: { id },
    data: { previousEmailHashes: earlier.map((one) => ctx.keys.mac('erasure', one)) },
  });
  await addReader(ctx, { email: 'taken@erased.example' });
  await suppress(
    ctx.db,
    earlier.map((emailKey) => ({ emailKey, reason: 'bounced', evidence: null })),
  );
  await eraseSubscriber(ctx, id);
  const left = await ctx.db.prisma.suppression.findMany({ orderBy: { emailKey: 'asc' } });
  expect(left.map(({ emailKey }) => emailKey)).toEqual(['taken@erased.example', null]);
});

test.for(reasons)(
  'an erased address that was %s gets the same response and no email, however it is entered',
  async (reason) => {
    const { ctx, app, call, subscribe } = await setup();
    await erased(ctx, reason);
    const [first, second] = [await subscribe('nobody@new.example'), await subscribe(address)];
    expect([second.statusCode, second.body]).toEqual([first.statusCode, first.body]);
    const { id: pending } = await ctx.db.prisma.subscriber.findUniqueOrThrow({
      where: { emailKey: address },
    });
    expect(await resendConfirmation(ctx, pending)).toBe(false);
    for (const consent of [undefined, { source: 'a list' }])
      expect(
        (await call('POST', '/api/v1/subscribers', { email: address, consent })).statusCode,
      ).toBe(409);
    await ctx.db.prisma.subscriber.delete({ where: { id: pending } });
    for (const consent of [undefined, { source: 'a list' }]) {
      const report = await importSubscribers(ctx, `email\n${address}\n`, {
        format: 'csv',
        consent,
      });
      expect([report.added, report.rejected.length]).toEqual([0, 1]);
    }
    expect((await call('POST', '/api/v1/subscribers', { email: address })).statusCode).toBe(409);

    const other = await addReader(ctx, { email: 'other@new.example' });
    const asked = await linkTo(ctx, app, 'preferences', other).post({
      action: 'address',
      email: address,
    });
    expect(asked.statusCode).toBe(200);
    const sent = await mails(ctx);
    expect(sent.map(({ kind }) => kind)).toEqual(['confirmation', 'address-notice']);
    const change = await ctx.db.prisma.addressChange.findFirstOrThrow();
    expect((await linkTo(ctx, app, 'address', change.id).post()).statusCode).toBe(410);
  },
);

test('a suppressed address is refused for test copies after its erasure', async () => {
  const { ctx, call } = await setup();
  await erased(ctx, 'complained');
  await ctx.db.run(
    sql`insert into digest (kind, date, status, starts_at) values ('daily', '2026-03-10', 'draft', now())`,
  );
  const answer = await call('POST', '/api/v1/digests/2026-03-10/send', { to: [address] });
  expect(answer.json()).toMatchObject({ title: 'Suppressed address' });
});

test('only an operator lifts the suppression, by id and without seeing the address; then the owner may confirm', async () => {
  const { ctx, app, call, subscribe } = await setup();
  const id = await erased(ctx, 'complained');
  const list = async () => (await call('GET', '/api/v1/suppressions')).json().items;
  expect(await list()).toMatchObject([
    { id, email: null, reason: 'complained', evidence: '550 <(address)> unknown' },
  ]);
  expect(JSON.stringify(await list())).not.toContain('Hash');
  const operator = await operatorOn(ctx, app);
  const page = (await operator.get('/admin/suppressions')).body;
  expect(page).toContain('Erased address');
  expect(page).toContain(`name="id" value="${id}"`);
  expect((await call('DELETE', `/api/v1/suppressions/${id}`)).statusCode).toBe(204);
  expect((await call('DELETE', `/api/v1/suppressions/${id}`)).statusCode).toBe(404);
  expect(await list()).toEqual([]);
  await subscribe(address);
  const { id: confirmation } = await ctx.db.prisma.confirmation.findFirstOrThrow();
  expect((await linkTo(ctx, app, 'confirm', confirmation).post()).statusCode).toBe(200);

  // Erased again, first without a suppression and then with one.
  const again = await ctx.db.prisma.subscriber.findFirstOrThrow();
  await suppress(ctx.db, [{ emailKey: address, reason: 'bounced', evidence: null }]);
  await eraseSubscriber(ctx, again.id);
  const [only, ...others] = await list();
  expect([only.email, only.reason, others]).toEqual([null, 'bounced', []]);
  expect(await liftSuppressionById(ctx, only.id)).toEqual({ subscriber: '' });
});

test('if a list or an operator suppresses an erased address, only its hash is stored', async () => {
  const { ctx, call } = await setup();
  await eraseSubscriber(ctx, await addReader(ctx, { email: address }));
  const body = { email: address, reason: 'blocked' };
  expect((await call('POST', '/api/v1/suppressions', body)).statusCode).toBe(201);
  const again = await call('POST', '/api/v1/suppressions', body);
  expect([again.statusCode, again.json().email]).toEqual([200, null]);
  const report = await importSuppressions(ctx, `email,reason\n${address},complained\n`, {
    reason: 'bounced',
  });
  expect(report).toMatchObject({ added: 0, updated: 0, unchanged: 1 });
  expect(await columnsWith(ctx, address)).toEqual([]);
});

test('exports contain known addresses only and can be imported', async () => {
  const { ctx } = await setup();
  await erased(ctx, 'bounced');
  await suppress(ctx.db, [{ emailKey: 'known@x.example', reason: 'blocked', evidence: null }]);
  const text = async (parts: AsyncIterable<string | Uint8Array>) =>
    (await buffer(parts)).toString();
  const csv = await text(suppressionsCsv(ctx));
  expect(csv.split('\n')[1]).toMatch(/^known@x\.example,blocked/);
  expect(csv.trim().split('\n')).toHaveLength(2);
  expect(JSON.parse(await text(suppressionsJson(ctx)))).toHaveLength(1);
  const rows = (await text(exportCsv(ctx))).trim().split('\n');
  expect(rows.slice(1).map((row) => row.split(',')[0])).toEqual(['known@x.example']);
  const { ctx: empty } = await freshContext();
  expect(await importSuppressions(empty, csv, { reason: 'bounced' })).toMatchObject({ added: 1 });
});
