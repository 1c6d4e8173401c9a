import { expect, test } from 'vitest';
import { classifyReport, verdictOf } from '../../../src/bounces/verdict.ts';

function read(status: string | undefined, diagnostic: string | undefined) {
  const found = classifyReport(status, diagnostic);
  return found === undefined ? undefined : verdictOf(found);
}

test.each([
  ['5.1.1', '550 5.1.1 <ada@example.org>: Recipient address rejected: User unknown', 'hard'],
  ['5.1.1', undefined, 'hard'],
  // A name server may be wrong for a day, so the days without the domain are counted.
  ['5.1.2', undefined, 'soft'],
  ['5.1.6', undefined, 'hard'],
  ['5.1.10', undefined, 'soft'],
  ['5.2.1', '550 5.2.1 The email account that you tried to reach is disabled', 'soft'],
  ['5.2.1', '550 5.2.1 The email account that you tried to reach was closed', 'hard'],
  ['5.2.2', '552 5.2.2 mailbox full', 'soft'],
  ['5.1.4', undefined, 'soft'],
  ['5.4.4', 'Host not found', 'soft'],
  ['4.4.7', undefined, 'soft'],
  ['4.2.2', undefined, 'soft'],
  ['5.7.1', '554 5.7.1 Service unavailable; client blocked using a list', 'refused'],
  // If status and reply differ, the milder one decides.
  ['5.1.1', '550 5.7.1 blocked', 'refused'],
  ['5.0.0', '550 5.7.26 unauthenticated', 'refused'],
  ['4.7.1', '450 4.7.1 greylisted', 'refused'],
  ['5.1.8', undefined, 'refused'],
  ['5.2.3', undefined, 'refused'],
  ['5.3.4', undefined, 'refused'],
  ['5.6.0', undefined, 'refused'],
  // The codes are generic, so the text decides.
  ['5.0.0', '550 No such user here', 'hard'],
  ['', '550 Unknown user', 'hard'],
  ['5.0.0', '550 requested action not taken', 'soft'],
  ['', '554 rejected: your reputation', 'refused'],
  ['', 'gone', undefined],
  ['9.9.9', undefined, undefined],
])('status %s with %s is %s', (status, diagnostic, verdict) => {
  expect(read(status, diagnostic)).toBe(verdict);
});
