import { expect, test } from 'vitest';
import { importSuppressions } from '../../../../src/subscribers/suppressions/import.ts';
import { freshContext } from '../../../support/context.ts';

const options = { reason: 'blocked' as const };

async function imported(file: string | Buffer) {
  const { ctx } = await freshContext();
  const report = await importSuppressions(ctx, file, options);
  const rows = await ctx.db.prisma.suppression.findMany({ orderBy: { emailKey: 'asc' } });
  return {
    rejected: report.rejected.map(({ line }) => line),
    suppressed: rows.map(({ emailKey, reason }) => `${emailKey?.split('@')[0]} ${reason}`),
    evidence: rows.map(({ evidence }) => evidence),
  };
}

test.each([
  ['a stray quote', 'email,evidence\na@example.org,5" x\nb@example.org,x\n', ['a', 'b'], []],
  ['an unclosed quote', 'email\na@example.org\n"b@example.org\nc@example.org\n', ['a', 'c'], [3]],
  [
    'text after a quote',
    'email,evidence\na@example.org,"550 ""x"" y" z\nb@example.org,\n',
    ['a', 'b'],
    [],
  ],
  ['tabs', 'Email\tReason\r\na@example.org\t\r\nb@example.org\t\r\n', ['a', 'b'], []],
  ['NUL bytes', 'email,evidence\na\0@example.org,x\nb@example.org,a\0b\n', ['b'], [2]],
  ['a list without a header', 'a@example.org\nnobody\nAda <b@example.org>\n', ['a', 'b'], [2]],
  ['JSON with a bad item', '[{"email":"a@example.org"},7,{"email":7}]', ['a'], [2, 3]],
  ['NDJSON with a bad line', '{"email":"a@example.org"}\n{broken\n', ['a'], [2]],
  ['half a surrogate pair', '[{"email":"a@example.org","evidence":"x\\ud800y"}]', ['a'], []],
])('a bad row costs only itself: %s', async (_name, file, suppressed, rejected) => {
  expect(await imported(file)).toMatchObject({
    suppressed: suppressed.map((name) => `${name} blocked`),
    rejected,
  });
});

test('reads the words of other products, and rejects one that does not mean a suppression', async () => {
  const rows = ['Bounce', 'hard_bounce', 'SPAM', 'Complaint', 'suppressed', 'blocked', 'active'];
  const file = `email,reason\n${rows.map((reason, n) => `r${n}@example.org,${reason}\n`).join('')}`;
  expect(await imported(file)).toMatchObject({
    suppressed: [
      'r0 bounced',
      'r1 bounced',
      'r2 complained',
      'r3 complained',
      'r4 blocked',
      'r5 blocked',
    ],
    rejected: [8],
  });
});

test('a reason in other words is evidence, and one that means unsubscribed blocks', async () => {
  const rows = [
    { email: 'a@example.org', reason: '550 5.1.1 no such user', status: '5.1.1', created: 1 },
    { email: 'b@example.org', reason: 'unsubscribed' },
    { email: 'c@example.org', reason: 'deleted', evidence: 'said so' },
  ];
  expect(await imported(JSON.stringify(rows))).toEqual({
    rejected: [],
    suppressed: ['a blocked', 'b blocked', 'c blocked'],
    evidence: ['550 5.1.1 no such user', null, 'said so'],
  });
});

test('long evidence is cut off instead of costing the suppression', async () => {
  const { suppressed, evidence } = await imported(
    `email,evidence\na@example.org,550 ${'x'.repeat(5000)}\n`,
  );
  expect(suppressed).toEqual(['a blocked']);
  expect(evidence).toEqual([`550 ${'x'.repeat(996)}`]);
});

test('a file of 30,000 bad rows is read in pieces, and its report is bounded', async () => {
  const { ctx } = await freshContext();
  const lines = Buffer.from('nobody\n'.repeat(10_000));
  let read = 0;
  async function* file() {
    yield Buffer.from('email\nada@example.org\n');
    for (; read < 3; read += 1) yield lines;
    yield Buffer.from('bob@example.org\n');
  }
  const report = await importSuppressions(ctx, file(), options);
  expect(report).toMatchObject({ read: 30_002, added: 2, rejectedCount: 30_000 });
  expect(report.rejected).toHaveLength(10_000);
  expect(report.rejected[0]).toEqual({ line: 3, reason: expect.any(String) });
});
