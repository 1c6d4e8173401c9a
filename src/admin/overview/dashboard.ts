import { z } from 'zod';
import { addDays } from '../../lib/dates.ts';
import { type Context, today } from '../../context.ts';
import { countSenders, rateShare, wasRelayUnreachable } from '../../outbox/status.ts';
import { anyQueued, changesPerDay } from './sql.ts';

/** Days that the chart of readers covers. */
const shownDays = 30;

const change = z.object({ day: z.string(), came: z.number(), left: z.number() });
export type SubscriberChange = z.output<typeof change>;

/** The numbers of readers who joined and left on each of the last 30 days in DIGEST_TIMEZONE. */
export function subscriberChanges(ctx: Context): Promise<SubscriberChange[]> {
  const last = today(ctx);
  const first = addDays(last, 1 - shownDays);
  const zone = ctx.config.DIGEST_TIMEZONE;
  return ctx.db.rows(change, changesPerDay({ zone, first, last }));
}

/**
 * The state of sending: sender processes, whether email is waiting, the fraction of the usual rate,
 * and relays that were recently unavailable.
 */
export async function sendingStatus({ db }: Context) {
  const [senders, waiting, share, relayUnreachable] = await Promise.all([
    countSenders(db),
    db.row(z.object({}), anyQueued),
    rateShare(db),
    wasRelayUnreachable(db),
  ]);
  return {
    senders,
    isWaiting: waiting !== undefined,
    share,
    wasRelayUnreachable: relayUnreachable,
  };
}
