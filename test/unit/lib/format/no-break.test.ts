import { expect, test } from 'vitest';
import { withNoBreakSpaces } from '../../../../src/lib/format/no-break.ts';

test.each([
  ['640 stars', '640\u00a0stars'],
  ['code, 1.7k stars', 'code, 1.7k\u00a0stars'],
  ['25 Nov 2026', '25\u00a0Nov\u00a02026'],
  ['25. Nov. 2026', '25.\u00a0Nov.\u00a02026'],
  ['like stars in the sky', 'like stars in the sky'],
])('keeps numbers and their nouns together: %s', (text, expected) => {
  expect(withNoBreakSpaces(text)).toBe(expected);
});
