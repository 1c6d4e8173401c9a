import { expect, test } from 'vitest';
import type { Db } from '../../../../src/db/client.ts';
import { sql } from '../../../../src/db/sql.ts';
import { ListCache } from '../../../../src/digests/mail/list-cache.ts';
import { freshContext } from '../../../support/context.ts';

/** A digest with `count` selections. The first rank of each is its id. */
async function selections(count: number) {
  const { ctx } = await freshContext();
  await ctx.db.run(
    sql`insert into digest (id, kind, date, status, starts_at) values (1, 'daily', '2026-03-10', 'ready', now())`,
  );
  await add(ctx.db, 1, count);
  let reads = 0;
  const rows: Db['rows'] = (schema, statement) => {
    reads += 1;
    return ctx.db.rows(schema, statement);
  };
  return { ctx, db: { ...ctx.db, rows }, reads: () => reads };
}

const add = (db: Db, first: number, last: number) =>
  db.run(sql`insert into selection (id, digest_id, key, ranks)
    select n, 1, n::text, array[n, 7] from generate_series(${first}::int, ${last}::int) as n`);

test('limits the number of cached lists and reads an evicted list again', async () => {
  const { db, reads } = await selections(1000);
  const cache = new ListCache(db, 3);
  for (let id = 1; id <= 1000; id += 1) expect(await cache.read(id)).toEqual([id, 7]);
  expect(reads()).toBe(11);
  const at = Array.from({ length: 1000 }, (_, n) => cache.at(n + 1)).filter(
    (ranks) => ranks !== undefined,
  );
  expect(at.length).toBeLessThanOrEqual(300);
  expect(cache.at(1)).toBeUndefined();
  expect(await cache.read(1)).toEqual([1, 7]);
});

test('reads adjacent lists with one query if they are requested at the same time', async () => {
  const { db, reads } = await selections(90);
  const cache = new ListCache(db);
  const all = await Promise.all(Array.from({ length: 90 }, (_, n) => cache.read(n + 1)));
  expect(all.map(([first]) => first)).toEqual(Array.from({ length: 90 }, (_, n) => n + 1));
  expect(reads()).toBe(1);
});

test('finds a list created after its neighbors were read; an unknown list is an error', async () => {
  const { ctx, db } = await selections(10);
  const cache = new ListCache(db);
  await cache.read(5);
  await add(ctx.db, 11, 11);
  expect(await cache.read(11)).toEqual([11, 7]);
  await expect(cache.read(12)).rejects.toThrow('there is no selection 12');
});
