import { expect, test } from 'vitest';
import { z } from 'zod';
import { connect } from '../../../src/db/client.ts';
import { PreparedSql, sql } from '../../../src/db/sql.ts';
import { freshContext } from '../../support/context.ts';

const double = (number: number) =>
  new PreparedSql('double', sql`select ${number}::int * 2 as doubled`);
const doubled = z.object({ doubled: z.int() });
const names = sql`select name from pg_prepared_statements`;
const named = z.object({ name: z.string() });

test('a prepared statement is planned once per connection', async () => {
  const { url } = await freshContext();
  const db = connect(url, 1);
  expect(await db.row(doubled, double(2))).toEqual({ doubled: 4 });
  expect(await db.row(doubled, double(3))).toEqual({ doubled: 6 });
  expect(await db.rows(named, names)).toEqual([{ name: 'double' }]);
  expect(await db.sqlTransaction((tx) => tx.row(doubled, double(4)))).toEqual({ doubled: 8 });
  expect(await db.transaction((tx) => tx.row(doubled, double(5)))).toEqual({ doubled: 10 });
  await db.close();
});

test('behind a pooler in transaction mode, no statement is prepared', async () => {
  const { url } = await freshContext();
  const db = connect(url, 1, url);
  expect(await db.row(doubled, double(2))).toEqual({ doubled: 4 });
  expect(await db.sqlTransaction((tx) => tx.row(doubled, double(4)))).toEqual({ doubled: 8 });
  expect(await db.rows(named, names)).toEqual([]);
  await db.close();
});
