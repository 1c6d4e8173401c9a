import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readConfig } from '../../../src/config/config.ts';
import { connect, type Queryable } from '../../../src/db/client.ts';
import { copyOut } from '../../../src/db/copy.ts';
import { openDatabase } from '../../../src/db/open.ts';
import { PreparedSql, sql } from '../../../src/db/sql.ts';
import { examineDatabase } from '../../../src/doctor/database.ts';
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

test('DATABASE_DIRECT_URL must lead to the same database', async () => {
  const [one, other] = [await freshContext(), await freshContext()];
  const reason = 'DATABASE_DIRECT_URL leads to another database than DATABASE_URL';
  const start = async (direct: string) => {
    const config = readConfig({ DATABASE_URL: one.url, DATABASE_DIRECT_URL: direct });
    const { close } = await openDatabase(config, one.ctx.log);
    await close();
  };
  await start(one.url);
  const config = { DATABASE_URL: one.url, DATABASE_DIRECT_URL: other.url };
  const { findings, close } = await examineDatabase(readConfig(config));
  await close();
  expect(findings.map(({ what }) => what)).toContain(reason);
  await expect(start(other.url)).rejects.toThrow(reason);
});

test('no statement is compiled', async () => {
  const { ctx } = await freshContext();
  const jit = sql`select current_setting('jit') as jit`;
  expect(await ctx.db.row(z.object({ jit: z.string() }), jit)).toEqual({ jit: 'off' });
  expect(await ctx.db.prisma.$queryRaw(jit)).toEqual([{ jit: 'off' }]);
});

test('a connection that breaks in a transaction or in COPY rejects, and the process continues', async () => {
  const { ctx } = await freshContext();
  const terminateOthers = sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`;
  const lost = /terminat|not queryable/;
  const afterLoss = async (work: (tx: Queryable) => Promise<unknown>) =>
    ctx.db.sqlTransaction(async (tx) => {
      await tx.run(sql`select 1`);
      await ctx.db.run(terminateOthers);
      await work(tx);
    });
  await expect(afterLoss((tx) => tx.run(sql`select 1`))).rejects.toThrow(lost);
  // The error arrives while no query is in progress.
  await expect(afterLoss(() => delay(100))).rejects.toThrow(lost);
  const read = async () => {
    const rows = sql`copy (select repeat('x', 1000) from generate_series(1, 100000)) to stdout`;
    for await (const chunk of copyOut(ctx.db, rows)) {
      expect(chunk.length).toBeGreaterThan(0);
      await ctx.db.run(terminateOthers);
    }
  };
  await expect(read()).rejects.toThrow(lost);
  expect(await ctx.db.row(doubled, double(2))).toEqual({ doubled: 4 });
});
