import type { Context } from '../context.ts';
import type { Queryable } from '../db/client.ts';
import { rowName } from '../mail/return-path.ts';
import type { Refusal } from '../outbox/result.ts';
import type { BounceEvent } from './event.ts';
import { recordEvents } from './record.ts';
import { verdictOf } from './verdict.ts';

/**
 * Records refusals of SMTP servers that did not suppress an address, in the transaction that closes
 * their rows. On enough days they suppress the address, as soft bounces do. The sender receives
 * this function as a parameter, because `bounces/` is above it.
 */
export function recordRefusals(
  ctx: Context,
): (db: Queryable, refusals: Refusal[]) => Promise<void> {
  return async (db, refusals) => {
    await recordEvents(ctx, db, refusals.map(eventOf(ctx.now())));
  };
}

const eventOf =
  (at: Date) =>
  (refusal: Refusal): BounceEvent => {
    const { row, classification, reason } = refusal;
    const kind = kindOf(refusal);
    return {
      kind,
      source: 'smtp',
      eventId: `${rowName(row)}:${kind}`,
      about: { row },
      at,
      class: classification.class,
      rule: classification.rule.id,
      status: classification.enhanced,
      diagnostic: reason,
    };
  };

/** A refusal after DATA that does not mention the mailbox may be about the message. */
function kindOf({ stage, classification }: Refusal): 'soft' | 'refused' {
  if (verdictOf(classification) === 'refused') return 'refused';
  const vague = classification.rule.id === 'none' || classification.class === 'temporary';
  return stage !== 'rcpt' && vague ? 'refused' : 'soft';
}
