import { expect, test } from 'vitest';
import { sql } from '../../../../src/db/sql.ts';
import { MailCache } from '../../../../src/digests/mail/mail-cache.ts';
import { freshContext } from '../../../support/context.ts';

test('a digest that is evicted while it is encoded does not stay in memory', async () => {
  const { ctx } = await freshContext();
  await ctx.db.run(
    sql`insert into digest (id, kind, date, status, starts_at) values (1, 'daily', '2026-03-10', 'draft', now())`,
  );
  const cache = new MailCache(ctx);
  const words = ctx.words('en');
  await cache.read(1, words);
  expect(cache.at(1, words)).toBeDefined();
  const other = ctx.words('de');
  const evicted = cache.read(1, other);
  // Eight digests in each of three languages are cached. The others do not exist.
  const missing = Array.from({ length: 24 }, (_, n) => cache.read(n + 2, words));
  await Promise.allSettled(missing);
  await evicted;
  expect([cache.at(1, words), cache.at(1, other)]).toEqual([undefined, undefined]);
});
