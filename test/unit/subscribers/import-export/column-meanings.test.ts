import { expect, test } from 'vitest';
import type { Context } from '../../../../src/context.ts';
import { keyring } from '../../../../src/db/keyring.ts';
import { rowReader } from '../../../../src/subscribers/import-export/staged-row.ts';

const ctx = {
  config: { NODE_ENV: 'test' },
  keys: keyring(['test key, at least thirty-two characters long']),
  now: () => new Date('2026-01-02T03:04:05Z'),
} as Context;

/** Returns what a row of an unknown product becomes. */
function read(row: Record<string, unknown>) {
  const options = { product: undefined, addressColumn: 'email', consent: { source: 'a list' } };
  return rowReader(ctx, options)({ email: 'ada@example.org', ...row });
}

test.each([
  [{}, 'active'],
  [{ status: 'active' }, 'active'],
  [{ Status: ' Enabled ' }, 'active'],
  [{ status: 'unconfirmed' }, 'pending'],
  [{ confirmed: '0' }, 'pending'],
  [{ confirmed: 1, blacklisted: 0, disabled: '0' }, 'active'],
  [{ subscribed: true }, 'active'],
  [{ subscribed: '2025-01-02' }, 'active'],
  [{ subscribed_to_emails: 'true', deleted_at: '' }, 'active'],
  [{ email_disabled: 'false' }, 'active'],
  [{ status: 'active', unsubscribedAt: null, unsubscribeReason: null }, 'active'],
  [{ unsub_time: '0000-00-00 00:00:00' }, 'active'],
])('%j: may be added, %s', (row, kind) => {
  expect(read(row)).toMatchObject({ row: { target: kind } });
});

test.each([
  [{ status: 'blocklisted' }, 'blocked'],
  [{ status: 'disabled' }, 'inactive'],
  [{ 'subscription status': 'Opted-Out' }, 'unsubscribed'],
  [{ subscriptionStatus: 'UNSUBSCRIBED' }, 'unsubscribed'],
  [{ state: 'complained' }, 'complained'],
  [{ state: 'cancelled' }, 'unsubscribed'],
  [{ status: 'unreachable' }, 'bounced'],
  [{ status: 'cleaned' }, 'bounced'],
  [{ subscribed: false }, 'unsubscribed'],
  [{ subscribed: 'no' }, 'unsubscribed'],
  [{ subscribed: 'unsubscribed' }, 'unsubscribed'],
  [{ subscribed_to_emails: 'false' }, 'unsubscribed'],
  [{ email_disabled: 'true' }, 'inactive'],
  [{ unsub_time: '2024-05-06 07:08:09' }, 'unsubscribed'],
  [{ clean_time: '2024-05-06 07:08:09' }, 'bounced'],
  [{ deleted_at: '2025-01-02T10:00:00.000Z' }, 'deleted'],
  [{ unsubscribed: 'since spring' }, 'unsubscribed'],
  [{ emailBlacklisted: true }, 'blocked'],
  [{ status: 'active', 'unsubscribed at': '2025-01-02' }, 'unsubscribed'],
  [{ confirmed: '0', blacklisted: '1' }, 'blocked'],
])('%j: left that list, %s', (row, meaning) => {
  const result = read(row);
  const isRefused = ['inactive', 'paused', 'deleted'].includes(meaning);
  expect(result).toMatchObject(
    isRefused
      ? { reason: { code: 'listed-as', status: meaning } }
      : { row: { target: meaning === 'blocked' ? 'suppressed' : meaning, consents: [] } },
  );
});

test.each([
  [{ status: 'zzz' }, 'status: "zzz"'],
  [{ status: '' }, 'status: ""'],
  [{ status: null }, 'status: ""'],
  [{ status: 3 }, 'status: 3'],
  [{ status: { code: 'x' } }, 'status: {"code":"x"}'],
  [{ Subscribed: 'perhaps' }, 'Subscribed: "perhaps"'],
  [{ newsletter: '' }, 'newsletter: ""'],
  [{ subscribed: null }, 'subscribed: ""'],
  [{ status: 'constructor' }, 'status: "constructor"'],
])('%j: an unknown value is rejected and reported', (row, shown) => {
  expect(read(row)).toMatchObject({
    reason: {
      code: 'unknown-status',
      column: shown.slice(0, shown.indexOf(':')),
      value: shown.slice(shown.indexOf(' ') + 1),
    },
  });
});
