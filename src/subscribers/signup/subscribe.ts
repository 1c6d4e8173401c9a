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
  /** The page with the form, for the consent record. */
  page: string;
  ip?: string | undefined;
}

/**
 * Asks an address whether it wants the digest. The answer is the same whatever the address is (no
 * enumeration): a new, pending or former subscriber is sent a confirmation, at once or when the
 * turn of the mailbox comes (`mailboxTurns`); an active one is told so, at most once a day; a
 * suppressed address gets nothing.
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
 * Milliseconds that a confirmation waits because many were requested. Every request counts,
 * whatever the address: its answer must not take another way.
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
