import { expect, test } from 'vitest';
import { startApp } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';
import { linkTo } from '../../support/links.ts';
import { addPapers, addReader } from '../../support/readers.ts';

const title = 'Quokka Embeddings Considered';

test('shows a paper that is dated ahead on no public page, feed or picture before its day', async () => {
  const { ctx, clock } = await freshContext({ DIGEST_TIMEZONE: 'UTC' });
  const app = await startApp(ctx);
  const shared = { authors: ['Ada Ahead'], categories: ['cs.QK'], keywords: ['quokkas'] };
  const [today = 0] = await addPapers(ctx, '2026-03-10', [
    { title: 'Quokka Embeddings of Today', abstract: 'quokka embeddings', keywords: ['wombats'] },
  ]);
  const [ahead = 0] = await addPapers(ctx, '2026-03-11', [
    { title, abstract: 'quokka embeddings', ...shared },
  ]);
  const reader = await addReader(ctx);
  const { url: preferences } = linkTo(ctx, app, 'preferences', reader);
  // The traces that a page may contain: title, link with id, day, keyword, author.
  const traces = [title, `/papers/${ahead}`, 'date=2026-03-11', 'quokkas', '>Ada Ahead<'];
  const hidden = [
    ['/', 200],
    ['/papers?date=2026-03-10', 200],
    ['/papers?date=2026-03-10&sort=newest', 200],
    ['/papers?month=2026-03', 200],
    ['/papers?date=2026-03-11', 404],
    [`/papers/${today}`, 200],
    [`/papers/${ahead}`, 404],
    [`/papers/${ahead}.png`, 404],
    ['/papers.png?date=2026-03-11', 404],
    ['/search?q=quokka', 200],
    ['/search?q=quokka&to=2026-12-31&sort=date', 200],
    ['/search?q=quokka&from=2026-03-11', 200],
    ['/search?q=&category=cs.QK', 200],
    ['/search.xml?q=quokka', 200],
    ['/search.json?q=quokka', 200],
    ['/authors/Ada%20Ahead', 404],
    ['/authors/Ada%20Ahead.xml', 404],
    ['/authors/Ada%20Ahead.json', 404],
    ['/feed.xml', 200],
    ['/feed.json', 200],
    ['/digests/feed.xml', 200],
    ['/digests/2026-03-11', 404],
    ['/sitemap.xml', 200],
    [preferences, 200],
    ['/subscribe', 200],
    ['/api/v1/papers', 401],
    [`/api/v1/papers/${ahead}`, 401],
  ] as const;
  for (const [url, status] of hidden)
    for (const accept of ['text/html', 'application/json']) {
      const { statusCode, body } = await app.inject({ url, headers: { accept } });
      const seen = traces.filter((trace) => body.includes(trace));
      expect([url, accept, statusCode, statusCode === 404 ? [] : seen]).toEqual([
        url,
        accept,
        status,
        [],
      ]);
      expect(body).not.toContain(title);
    }

  clock.set('2026-03-11T00:00:00Z');
  const later = await startApp(ctx);
  // JSON, because HTML pages highlight the searched words.
  const json = { accept: 'application/json' };
  for (const url of ['/', `/papers/${ahead}`, '/search?q=quokka', '/authors/Ada%20Ahead'])
    expect((await later.inject({ url, headers: json })).body).toContain(title);
  expect((await later.inject('/feed.xml')).body).toContain(title);
  expect((await later.inject('/sitemap.xml')).body).toContain(`/papers/${ahead}<`);
  expect((await later.inject(preferences)).body).toContain('quokkas');
  expect((await later.inject(`/papers/${ahead}.png`)).statusCode).toBe(200);
});
