import { simpleParser } from 'mailparser';
import { expect, test } from 'vitest';
import { composeDraft } from '../../../../src/digests/compose/compose.ts';
import { digestRenderers } from '../../../../src/digests/mail/renderers.ts';
import { ownPath } from '../../../../src/digests/mail/web-path.ts';
import { sendNow } from '../../../../src/digests/send/manual-send.ts';
import { textOf } from '../../../../src/outbox/rendering.ts';
import { startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { addPapers, addReader } from '../../../support/readers.ts';

const date = '2026-03-10';

test('holds 2,000 papers of a day; those of a list are rendered for its email and page', async () => {
  const { ctx } = await freshContext();
  const papers = Array.from({ length: 2_100 }, (_, n) => ({
    title: `Paper ${n} on ${n === 1_990 ? 'knitting' : 'models'}`,
    abstract: 'What was done and what came out of it. '.repeat(25),
    upvotes: n < 2_000 ? 5_000 - n : 0,
  }));
  await addPapers(ctx, date, papers);
  const late = await addReader(ctx, { topics: ['knitting'] });
  const { digest } = await composeDraft(ctx, { kind: 'daily', date });
  expect(await ctx.db.prisma.digestPaper.count({ where: { digestId: digest.id } })).toBe(2_000);
  await sendNow(ctx, { kind: 'daily', date });
  const row = await ctx.db.prisma.delivery.findFirstOrThrow({ where: { subscriberId: late } });
  const mail = await digestRenderers(ctx)['digest']?.({
    digestId: digest.id,
    subscriberId: late,
    transactionalEmailId: null,
    kind: 'digest',
    fencingToken: 1,
    selectionId: row.selectionId,
    address: 'ada@example.org',
    moves: 0,
    language: null,
    timezone: null,
    data: {},
  });
  if (mail === undefined) throw new Error('no mail');
  const { text = '', subject } = await simpleParser(textOf(mail));
  expect(subject).toMatch(/^Paper 1990 on knitting/);
  expect(text).toMatch(/1\. {2}Paper 1990 on knitting.*2\. {2}Paper 0 on models.*10\. Paper 8/s);
  // The papers change, but sent emails do not.
  await ctx.db.prisma.paper.updateMany({ data: { title: 'Another title' } });
  const app = await startApp(ctx);
  const own = ownPath(ctx.keys, digest, late);
  expect((await app.inject(own)).body).toMatch(/Paper 1990 on knitting.*Paper 8 on models/s);
  const answer = await app.inject({ url: own, headers: { accept: 'application/json' } });
  expect(answer.json<{ papers: { title: string }[] }>().papers.map(({ title }) => title)).toEqual(
    [1_990, 0, 1, 2, 3, 4, 5, 6, 7, 8].map((n) => papers[n]?.title),
  );
  expect((await app.inject(`/digests/${date}`)).body).toContain('Paper 9 on models');
});
