import { expect, test } from 'vitest';
import { functionsIn } from '../../../scripts/checks/size.ts';
import { avoidedNames } from '../../../scripts/checks/words.ts';
import { upwardImports } from '../../../scripts/checks/import-direction.ts';
import { parseSource } from '../../../scripts/checks/source-files.ts';
import { mayHoldSql, sqlLines } from '../../../scripts/checks/sql-places.ts';
import { foreignWrites, modelsOf } from '../../../scripts/checks/table-writes.ts';

const models = modelsOf(`
model Paper {
  id Int @id
  meta Json @default("{}")

  @@map("paper")
}

model DigestPaper {
  id Int @id

  @@map("digest_paper")
}
`);

test('an import of a higher folder in any form is reported with its line', () => {
  const file = parseSource(
    'outbox/claim.ts',
    `import { sql } from '../db/sql.ts';
import type { Digest } from '../digests/digest.ts';
export * from '../delivery/sender.ts';
const app = await import('../web/app.ts');
import './lease.ts';
`,
  );
  expect(upwardImports(file)).toEqual([
    'src/outbox/claim.ts:2 imports digests/digest.ts',
    'src/outbox/claim.ts:3 imports delivery/sender.ts',
    'src/outbox/claim.ts:4 imports web/app.ts',
  ]);
});

test('a folder that is not in the import order is reported', () => {
  expect(upwardImports(parseSource('helpers/a.ts', ''))).toHaveLength(1);
});

test('the models of the schema are read with their tables', () => {
  expect([...models]).toEqual([
    ['paper', 'paper'],
    ['digestPaper', 'digest_paper'],
  ]);
});

test.each([
  'sql`insert into digest_paper (id) values (1)`',
  'db.run(\'DELETE FROM "digest_paper"\')',
  'sql`with x as (\n  update digest_paper set id = 1 returning id) select from x`',
  'sql`copy digest_paper from stdin`',
  'await tx.digestPaper.createMany({ data: [] })',
  'await ctx.prisma.digestPaper.deleteMany({})',
])('a write to a table of another folder is found: %s', (text) => {
  expect(foreignWrites(parseSource('papers/x.ts', text), models)).toHaveLength(1);
  expect(foreignWrites(parseSource('digests/x.ts', text), models)).toEqual([]);
});

test.each([
  'sql`insert into paper (id) values (1) on conflict (id) do update set id = 1`',
  'sql`select from digest_paper for update skip locked`',
  'sql`select from digest_paper d for update of digest_paper`',
  'await tx.digestPaper.findMany({})',
  '// update digest_paper\n',
])('a read, or a write to a folder’s own table, passes: %s', (text) => {
  expect(foreignWrites(parseSource('papers/x.ts', text), models)).toEqual([]);
});

test('SQL belongs in sql.ts, sql/ and db/', () => {
  const paths = [
    'db/listen.ts',
    'papers/sql.ts',
    'outbox/sql/claim.ts',
    'papers/list.ts',
    'papers/psql.ts',
  ];
  expect(paths.map((path) => mayHoldSql(parseSource(path, '')))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});

test.each([
  'sql`select 1`',
  'Prisma.sql`select 1`',
  "pool.query('select 1')",
  'prisma.$queryRaw`select 1`',
])('SQL is found: %s', (text) => {
  expect(sqlLines(parseSource('papers/list.ts', `\n${text}`))).toEqual([2]);
});

test('a name with an avoided word is reported, a sentence is not', () => {
  const text =
    "export const keptRows = 1;\nlog.info({ event: 'outbox.pace' }, 'the most recent row');\n";
  expect(avoidedNames('src/x.ts', text)).toEqual([
    'src/x.ts:1: keptRows',
    'src/x.ts:2: outbox.pace',
  ]);
  expect(avoidedNames('src/ledger.ts', '')).toEqual(['src/ledger.ts: the file name has ledger']);
});

test('decisions count for the function that contains them', () => {
  const source = parseSource('x.ts', 'function f(a) {\n  if (a || b) g(() => (a ? 1 : 2));\n}\n');
  expect(functionsIn(source)).toEqual([
    { place: 'src/x.ts:2', lines: 1, complexity: 2 },
    { place: 'src/x.ts:1', lines: 3, complexity: 3 },
  ]);
});
