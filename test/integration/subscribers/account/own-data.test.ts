import { expect, test } from 'vitest';
import { sql } from '../../../../src/db/sql.ts';
import { suppress } from '../../../../src/subscribers/suppression.ts';
import { startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { linkTo } from '../../../support/links.ts';
import { addReader } from '../../../support/readers.ts';

test('the export of a reader has the suppression and the bounces of the address', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  const id = await addReader(ctx, { email: 'Ada@example.org' });
  await linkTo(ctx, app, 'preferences', id).post({ action: 'manage' });
  const { id: mail } = await ctx.db.prisma.transactionalEmail.findFirstOrThrow();
  const link = linkTo(ctx, app, 'manage', mail);
  expect((await link.getJson()).json()).toMatchObject({ suppression: null, bounces: [] });
  const bounce = {
    source: 'ses',
    kind: 'hard',
    emailKey: 'ada@example.org',
    emailSentAt: ctx.now(),
    status: '5.1.1',
    diagnostic: 'no such user',
  } as const;
  await ctx.db.prisma.bounce.createMany({
    data: [
      { ...bounce, eventId: '1', subscriberId: id },
      { ...bounce, eventId: '2', kind: 'soft' },
      { ...bounce, eventId: '3', emailKey: 'other@example.org' },
    ],
  });
  await suppress(ctx.db, [
    { emailKey: 'ada@example.org', reason: 'bounced', evidence: 'ses: 5.1.1 no such user' },
  ]);
  const data = (await link.getJson()).json();
  expect(data).toMatchObject({
    suppression: { reason: 'bounced', evidence: 'ses: 5.1.1 no such user' },
    bounces: [
      { kind: 'hard', source: 'ses', status: '5.1.1', diagnostic: 'no such user' },
      { kind: 'soft' },
    ],
  });
  expect(data.bounces).toHaveLength(2);
  expect((await link.get()).body).toContain('&#34;reason&#34;: &#34;bounced&#34;');
});

test('the preferences page mails three links a day to see and erase the data', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  const page = linkTo(ctx, app, 'preferences', await addReader(ctx));
  for (let hour = 0; hour < 5; hour += 1) {
    await page.post({ action: 'manage' });
    await page.post({ action: 'manage' });
    await ctx.db.run(
      sql`update transactional_email set created_at = created_at - interval '1 hour'`,
    );
  }
  expect(await ctx.db.prisma.transactionalEmail.count()).toBe(3);
  await ctx.db.run(
    sql`update transactional_email set created_at = created_at - interval '22 hours'`,
  );
  await page.post({ action: 'manage' });
  expect(await ctx.db.prisma.transactionalEmail.count()).toBe(4);
});

test('the page after unsubscribing mails a link to see and erase the data, once a day', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  const id = await addReader(ctx);
  const leave = linkTo(ctx, app, 'unsubscribe', id);
  expect((await leave.post()).body).toContain('Email me the link');
  expect((await leave.post({ action: 'manage' })).body).toContain('the link is on its way');
  const queued = () => ctx.db.prisma.transactionalEmail.findMany({ where: { kind: 'manage' } });
  const hoursAgo = (hours: number) =>
    ctx.db.prisma.transactionalEmail.updateMany({
      data: { createdAt: new Date(Date.now() - hours * 3_600_000) },
    });
  await hoursAgo(23);
  await leave.post({ action: 'manage' });
  expect(await queued()).toHaveLength(1);
  await hoursAgo(25);
  await leave.post({ action: 'manage' });
  const mails = await queued();
  expect(mails).toHaveLength(2);
  const link = linkTo(ctx, app, 'manage', Math.max(...mails.map((mail) => mail.id)));
  expect((await link.getJson()).json()).toMatchObject({ subscriber: { status: 'unsubscribed' } });
  expect((await link.post()).statusCode).toBe(200);
  expect(await ctx.db.prisma.subscriber.count()).toBe(0);
  expect((await leave.post({ action: 'manage' })).statusCode).toBe(200);
});
