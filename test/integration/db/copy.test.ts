import { expect, test } from 'vitest';
import { z } from 'zod';
import { copyIn, copyOut, copyValue } from '../../../src/db/copy.ts';
import { sql } from '../../../src/db/sql.ts';
import { freshContext } from '../../support/context.ts';

test('COPY returns every text unchanged', async () => {
  const { ctx } = await freshContext();
  const texts = [
    '',
    '\\N',
    '\\.',
    'a\tb',
    'a\nb',
    'a\r\nb',
    'a\\tb',
    '\\',
    '"',
    'é 中 😀',
    '\u2028',
  ];
  await ctx.db.run(sql`create table copied (id int, text text)`);
  const rows = [...texts, null].map((text, id) => `${copyValue(id)}\t${copyValue(text)}\n`);
  await copyIn(ctx.db, sql`copy copied from stdin`, rows.join(''));
  const copied = await ctx.db.rows(
    z.object({ text: z.string().nullable() }),
    sql`select text from copied order by id`,
  );
  expect(copied.map(({ text }) => text)).toEqual([...texts, null]);

  const chunks: Uint8Array[] = [];
  for await (const chunk of copyOut(ctx.db, sql`copy (select * from copied order by id) to stdout`))
    chunks.push(chunk);
  expect(Buffer.concat(chunks).toString()).toBe(rows.join(''));
});
