import { expect, test } from 'vitest';
import { announcedOn } from '../../../../../src/papers/sources/arxiv/announcement.ts';

test.for([
  // 14:00 in New York is 18:00 UTC in summer, 19:00 in winter. 2026-03-09 is a Monday.
  ['Monday before 14:00', '2026-03-09T17:59:00Z', '2026-03-10'],
  ['Monday after 14:00', '2026-03-09T18:01:00Z', '2026-03-11'],
  ['Thursday before 14:00', '2026-03-12T12:00:00Z', '2026-03-13'],
  ['Thursday after 14:00: over the weekend', '2026-03-12T20:00:00Z', '2026-03-16'],
  ['Friday before 14:00', '2026-03-13T12:00:00Z', '2026-03-16'],
  ['Friday after 14:00', '2026-03-13T20:00:00Z', '2026-03-17'],
  ['Saturday', '2026-03-14T12:00:00Z', '2026-03-17'],
  ['Sunday', '2026-03-15T23:00:00Z', '2026-03-17'],
  ['in winter, before 14:00', '2026-01-06T18:59:00Z', '2026-01-07'],
] as const)('arXiv announces what was submitted on %s', ([, submitted, day]) => {
  expect(announcedOn(new Date(submitted))).toBe(day);
});
