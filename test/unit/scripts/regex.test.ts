import { expect, test } from 'vitest';
import { parseSource } from '../../../scripts/checks/source-files.ts';
import { expressionsIn, slowInput } from '../../../scripts/checks/regex.ts';

test('literals are found with their position', () => {
  const file = parseSource(
    'lib/a.ts',
    "const a = 1;\nexport const b = 'x'.replace(/x+$/giu, '');\n",
  );
  expect(expressionsIn(file)).toEqual([{ place: 'src/lib/a.ts:2', pattern: 'x+$', flags: 'giu' }]);
});

test('an expression with quadratic or exponential time is reported, a linear one is not', async () => {
  expect(await slowInput({ pattern: '(?:[a-z]+)+!$', flags: '' })).toBeDefined();
  expect(await slowInput({ pattern: '\\/+$', flags: '' })).toBeDefined();
  expect(await slowInput({ pattern: '(?<!\\/)\\/+$', flags: '' })).toBeUndefined();
});
