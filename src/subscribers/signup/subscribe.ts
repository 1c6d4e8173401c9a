import type { Context } from '../../context.ts';
import { addressHashes } from '../../journal/entry.ts';
import type { ParsedAddress } from '../address.ts';
import type { PreferenceInput } from '../preferences/definitions.ts';
import { checkZone } from '../preferences/time-zones.ts';
import { subscribeStatement } from '../sql/subscribe.ts';
import { delayOf } from '../../rate-limits/request-counts.ts';
import { repeatAlert } from '../../outbox/alert.ts';
import { clientHash } from './client-hash.ts';
import { mailboxHash } from './mailbox.ts';

export interface SubscribeRequest {
  address: Extract<ParsedAddress, { ok: true }>;
  preferences: PreferenceInput;
  /** The path of the page with the form, for the consent record; null if unknown. */
  page: string | null;
  ip?: string | undefined;
}

/**
 * Sends a confirmation message to an address. The response is the same for every address (no
 * enumeration). A new, pending or unsubscribed subscriber receives a confirmation, immediately or
 * at the mailbox's turn (`mailboxTurns`). An active subscriber receives a reminder, at most once a
 * day. A suppressed address receives nothing.
 */
export async function subscribe(
  ctx: Context,
  { address, preferences, page, ip }: SubscribeRequest,
): Promise<void> {
  await checkZone(ctx.db, preferences.timezone);
  const delay = await installationDelay(ctx);
  await ctx.db.run(
    subscribeStatement({
      email: address.email,
      emailKey: address.key,
      emailHashes: addressHashes(ctx.keys, address.key),
      mailbox: mailboxHash(ctx.keys, address.key),
      delay,
      preferences,
      language: preferences.language ?? null,
      page,
      clientHash: clientHash(ctx.keys, ip),
      now: ctx.now(),
    }),
  );
}

/**
 * Milliseconds that a confirmation waits because many were requested. Each request is counted
 * whether or not a message is sent, so that all take the same code path.
 */
async function installationDelay({ db, config }: Context): Promise<number> {
  const perHour = config.CONFIRMATIONS_PER_HOUR;
  const delay = await delayOf(db, 'confirmations', { maximum: perHour, window: 3_600_000 });
  if (delay > 0) {
    await db.sqlTransaction((tx) =>
      repeatAlert(config, tx, { event: 'confirmations-delayed', perHour }),
    );
  }
  return delay;
}
