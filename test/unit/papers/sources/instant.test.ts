import { expect, test } from 'vitest';
import { instantIn } from '../../../../src/papers/sources/instant.ts';

test.each([
  '2026-03-09T08:00:00Z',
  '2026-03-09 08:00:00Z',
  '2026-03-09 08:00Z',
  'Mon, 09 Mar 2026 08:00:00 +0000',
  '9 March 2026 08:00 GMT',
  'March 9, 2026 08:00 GMT',
])('reads %s', (text) => {
  expect(instantIn(text)).toEqual(new Date('2026-03-09T08:00:00Z'));
});

test.each(['2026-02-30T08:00:00Z', '30 Feb 2026 08:00 GMT', 'yesterday', '', null])(
  'refuses %s',
  (text) => {
    expect(instantIn(text)).toBeUndefined();
  },
);
