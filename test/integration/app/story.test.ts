import { simpleParser } from 'mailparser';
import { expect, test, vi } from 'vitest';
import { digestTick } from '../../../src/digests/send/schedule.ts';
import { importPapers } from '../../../src/papers/import/import.ts';
import { form, startApp, startMailing } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';
import { startRelay } from '../../support/relay.ts';

const soon = { timeout: 25_000, interval: 20 };

test('imports papers, confirms a reader, sends the digest and unsubscribes with one click', async () => {
  const relay = await startRelay();
  const { ctx, clock } = await freshContext({ SMTP_URL: relay.url }, '2026-03-09T12:00:00Z');
  const app = await startApp(ctx);
  startMailing(ctx);

  const subscribed = await app.inject({
    method: 'POST',
    url: '/subscribe',
    ...form({ email: 'Ada@Example.ORG' }),
  });
  expect(subscribed.statusCode).toBe(303);
  expect(subscribed.headers.location).toBe('/subscribe/check-inbox');
  await vi.waitFor(() => expect(relay.received).toHaveLength(1), soon);
  const confirmation = await simpleParser(relay.received[0]?.raw ?? '');
  expect(relay.received[0]?.to).toBe('Ada@example.org');
  const confirmPath =
    /https:\/\/papers\.example(\/confirm\/\S+)/.exec(confirmation.text ?? '')?.[1] ?? '';

  for (const method of ['GET', 'HEAD'] as const) {
    expect((await app.inject({ method, url: confirmPath })).statusCode).toBe(200);
  }
  expect(await ctx.db.prisma.subscriber.count({ where: { status: 'active' } })).toBe(0);
  expect((await app.inject({ method: 'POST', url: confirmPath })).statusCode).toBe(200);
  expect(await ctx.db.prisma.subscriber.count({ where: { status: 'active' } })).toBe(1);

  const abstract = String.raw`It works for $\alpha \le 2$, is 50\% faster, see \url{https://x.example/}. \textbf{Bold} \emph{claims}.`;
  await importPapers(ctx, JSON.stringify(titles.map((title) => ({ title, abstract }))), {
    format: 'json',
    date: '2026-03-10',
  });
  clock.set('2026-03-10T08:00:30Z');
  await digestTick(ctx);
  await vi.waitFor(
    () => expect(relay.received.some(({ raw }) => raw.includes('List-Id'))).toBe(true),
    soon,
  );
  // The welcome email may arrive before or after it.
  const sent = relay.received.find(({ raw }) => raw.includes('List-Id'))?.raw ?? '';
  const digest = await simpleParser(sent);
  expect(digest.subject).toBe('Ångström Nets and 2 more');
  expect(digest.text).toContain('1.  Ångström Nets');
  expect(String(digest.html)).toContain('Learning ℓ₁ &lt;b&gt; norms');
  for (const shown of [String(digest.html), (digest.text ?? '').replaceAll(/\s+/g, ' ')]) {
    expect(shown).toContain(
      'It works for α ≤ 2, is 50% faster, see https://x.example/. Bold claims.',
    );
    expect(shown).not.toContain('$');
  }

  const unsubscribe = /<https:\/\/papers\.example(\/unsubscribe\/[^>]+)>/.exec(sent)?.[1] ?? '';
  const left = await app.inject({
    method: 'POST',
    url: unsubscribe,
    ...form({ 'List-Unsubscribe': 'One-Click' }),
  });
  expect(left.statusCode).toBe(200);
  await importPapers(ctx, JSON.stringify([{ title: 'Tomorrow' }]), {
    format: 'json',
    date: '2026-03-11',
  });
  const before = relay.received.length;
  clock.set('2026-03-11T08:00:30Z');
  await digestTick(ctx);
  expect(await ctx.db.prisma.delivery.count()).toBe(1);
  expect(relay.received).toHaveLength(before);
});

const titles = ['Ångström Nets', String.raw`Learning $\ell_1$ <b> norms`, 'A third'];
