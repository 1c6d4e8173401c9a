import type { Reason } from '../outbox/reasons.ts';
import type { Words } from '../lib/i18n/words.ts';

const reasonWords = {
  erased: 'delivery-reason-erased',
  unsubscribed: 'delivery-reason-unsubscribed',
  paused: 'delivery-reason-paused',
  bounced: 'delivery-reason-bounced',
  complained: 'delivery-reason-complained',
  suppressed: 'delivery-reason-suppressed',
  expired: 'delivery-reason-expired',
  cancelled: 'delivery-reason-cancelled',
  confirmed: 'delivery-reason-confirmed',
  'no-match': 'delivery-reason-no-match',
  'domain-paused': 'delivery-reason-domain-paused',
  'awaiting-turn': 'delivery-reason-awaiting-turn',
  'domain-busy': 'delivery-reason-domain-busy',
  'awaiting-relay': 'delivery-reason-awaiting-relay',
  throttled: 'delivery-reason-throttled',
  refused: 'delivery-reason-refused',
  'connection-lost': 'delivery-reason-connection-lost',
  'not-rendered': 'delivery-reason-not-rendered',
  'invalid-envelope': 'delivery-reason-invalid-envelope',
} as const satisfies Record<Reason, string>;

/** Why a delivery or transactional email has not been sent. */
export function deliveryReasonText(words: Words, reason: string | null): string | null {
  const found = Object.entries(reasonWords).find(([code]) => code === reason);
  return found === undefined ? reason : words.t(found[1]);
}
