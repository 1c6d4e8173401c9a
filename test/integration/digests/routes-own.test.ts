import { simpleParser } from 'mailparser';
import { expect, test } from 'vitest';
import type { Context } from '../../../src/context.ts';
import { digestRenderers } from '../../../src/digests/mail/renderers.ts';
import { digestTick } from '../../../src/digests/send/schedule.ts';
import { claimQueued, start } from '../../../src/outbox/sql/claim.ts';
import { takeLease } from '../../../src/outbox/sql/lease.ts';
import { textOf } from '../../../src/outbox/rendering.ts';
import { startApp } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';
import { addPapers, addReader } from '../../support/readers.ts';

/** The delivered email of each reader by id, and the target of "View in browser". */
async function mailed(ctx: Context) {
  const senderId = await takeLease(ctx.db, 'test', 60);
  const render = digestRenderers(ctx)['digest'];
  const { rows } = await claimQueued(ctx.db, {
    senderId,
    limit: 100,
    now: ctx.now(),
    perDomain: 0,
    after: start,
  });
  const all = rows.map(async (row) => {
    const mail = await render?.(row);
    const {
      subject = '',
      html,
      text = '',
    } = await simpleParser(mail === undefined ? '' : textOf(mail));
    const webUrls = new Set(
      [text, String(html)].map((part) => /https:[^\s"]+\/digests\/[^\s"]+/.exec(part)?.[0]),
    );
    return [row.subscriberId ?? 0, { subject, html: String(html), webUrls: [...webUrls] }] as const;
  });
  return new Map(await Promise.all(all));
}

const site = 'https://papers.example';

const path = (url = '') => url.slice(site.length);

const afterPapers = /<p style="[^"]*">\s*<a href="[^"]*\/(?:my|digests)\/.*<\/a>\s*<\/p>/s;

async function setup() {
  const { ctx, clock } = await freshContext({
    DIGEST_PAPERS: '2',
    POSTAL_ADDRESS: '1 Paper Street',
  });
  await addPapers(ctx, '2026-03-10', [
    { title: 'Popular <&> papers', upvotes: 90 },
    { title: 'Sparse Autoencoders', upvotes: 3 },
    { title: 'Also popular', upvotes: 80 },
  ]);
  const topics = await addReader(ctx, {
    email: 'ada@example.org',
    topics: ['sparse autoencoders'],
  });
  const plain = await addReader(ctx, { email: 'bob@example.org' });
  // Bob changed his address once.
  await ctx.db.prisma.subscriber.update({
    where: { id: plain },
    data: { previousEmailHashes: ['hash'] },
  });
  await digestTick(ctx);
  return { ctx, clock, topics, plain, app: await startApp(ctx), mails: await mailed(ctx) };
}

test('links to the own digest for a personal list, and otherwise to the issue', async () => {
  const { mails, topics, plain, app } = await setup();
  expect(mails.get(plain)?.webUrls).toEqual([`${site}/digests/2026-03-10`]);
  const [url, ...others] = mails.get(topics)?.webUrls ?? [];
  expect(others).toEqual([]);
  expect(url).toMatch(/^https:\/\/papers\.example\/my\/\w+-[\w-]{22}\/digests\/2026-03-10$/);
  const answer = await app.inject(path(url));
  expect(answer.statusCode).toBe(200);
  expect(answer.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex',
    'referrer-policy': 'no-referrer',
  });
  expect(answer.headers['content-security-policy']).toContain("style-src 'unsafe-inline'");
});

test('links to the preferences, also after a change of address', async () => {
  const { mails, app } = await setup();
  for (const { html } of mails.values()) {
    const [url] = /https:[^\s"]+\/preferences\/[^\s"]+/.exec(html) ?? [];
    expect((await app.inject(path(url))).statusCode).toBe(200);
  }
});

test('shows the email as sent, without the address and the personal links', async () => {
  const { mails, topics, app } = await setup();
  const mail = mails.get(topics);
  const { body } = await app.inject(path(mail?.webUrls[0]));
  expect(body).not.toMatch(/ada@example|\/preferences\/|\/unsubscribe\/|\/my\/|slot[a-p]{16}/);
  expect(body).toContain('1 Paper Street');
  const whitespace = /\s+/g;
  const normal = (html = '') => html.replace(afterPapers, '').replaceAll(whitespace, ' ');
  expect(mail?.html).toMatch(afterPapers);
  expect(normal(body).trim()).toBe(normal(mail?.html).trim());
});

test('returns the papers as JSON in the order of the personal list', async () => {
  const { mails, topics, app } = await setup();
  const answer = await app.inject({
    url: path(mails.get(topics)?.webUrls[0]),
    headers: { accept: 'application/json' },
  });
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.json()).toMatchObject({
    date: '2026-03-10',
    kind: 'daily',
    subject: mails.get(topics)?.subject,
    papers: [
      { rank: 1, title: 'Sparse Autoencoders' },
      { rank: 2, title: 'Popular <&> papers' },
    ],
  });
});

test('accepts a token for its digest only, and not after an erasure', async () => {
  const { ctx, clock, mails, topics, app } = await setup();
  const url = path(mails.get(topics)?.webUrls[0]);
  clock.set('2026-03-11T09:00:00Z');
  await addPapers(ctx, '2026-03-11', ['Another', 'Sparse autoencoders once more']);
  await digestTick(ctx);
  const next = path((await mailed(ctx)).get(topics)?.webUrls[0]);
  expect((await app.inject(next)).statusCode).toBe(200);
  const token = url.split('/')[2] ?? '';
  const wrong = [
    url.replace('2026-03-10', '2026-03-11'),
    url.replace('2026-03-10', '2026-03-12'),
    `${url}?kind=weekly`,
    url.replace(token, `${token.slice(0, -1)}.`),
    url.replace(token, token.replace(/^\w+/, 'zz')),
  ];
  for (const one of wrong) expect([one, (await app.inject(one)).statusCode]).toEqual([one, 404]);
  for (const purpose of ['unsubscribe', 'preferences', 'manage']) {
    expect([purpose, (await app.inject(`/${purpose}/${token}`)).statusCode]).toEqual([
      purpose,
      404,
    ]);
  }
  expect((await app.inject(`${url}?kind=monthly`)).statusCode).toBe(422);
  await ctx.db.prisma.subscriber.delete({ where: { id: topics } });
  expect((await app.inject(url)).statusCode).toBe(404);
});

test('serves the weekly digest under its kind', async () => {
  const { ctx } = await freshContext({ DIGEST_PAPERS: '2' }, '2026-03-09T09:00:00Z');
  await addPapers(ctx, '2026-03-05', ['Popular', 'Sparse autoencoders']);
  const reader = await addReader(ctx, { frequency: 'weekly', topics: ['sparse autoencoders'] });
  await digestTick(ctx);
  const url = path((await mailed(ctx)).get(reader)?.webUrls[0]);
  expect(url).toMatch(/^\/my\/[\w-]+\/digests\/2026-03-09\?kind=weekly$/);
  const answer = await (await startApp(ctx)).inject(url);
  expect(answer.statusCode).toBe(200);
  expect(answer.body).toContain('Sparse autoencoders');
});
