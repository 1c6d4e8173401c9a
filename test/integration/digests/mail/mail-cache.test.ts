import { expect, test } from 'vitest';
import { sql } from '../../../../src/db/sql.ts';
import { MailCache } from '../../../../src/digests/mail/mail-cache.ts';
import { freshContext } from '../../../support/context.ts';

test('a digest that is evicted while it is encoded does not stay in memory', async () => {
  const { ctx } = await freshContext();
  await ctx.db.run(sql`insert into digest (id, kind, date, status, starts_at)
    select n, 'daily', date '2026-03-10' + n, 'draft', now() from generate_series(1, 25) as n`);
  const cache = new MailCache(ctx);
  const words = ctx.words('en');
  // Eight digests in each of three languages are cached.
  const ids = Array.from({ length: 25 }, (_, n) => n + 1);
  await Promise.all(ids.map((id) => cache.read(id, words)));
  expect(ids.filter((id) => cache.at(id, words) === undefined)).toEqual([1]);
});
