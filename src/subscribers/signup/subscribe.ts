import type { Context } from '../../context.ts';
import type { ParsedAddress } from '../address.ts';
import type { PreferenceInput } from '../preferences/definitions.ts';
import { checkZone } from '../preferences/time-zones.ts';
import { subscribeStatement } from '../sql/subscribe.ts';
import { clientHash } from './client-hash.ts';

export interface SubscribeRequest {
  address: Extract<ParsedAddress, { ok: true }>;
  preferences: PreferenceInput;
  /** The page with the form, for the consent record. */
  page: string;
  ip?: string | undefined;
}

/**
 * Asks an address whether it wants the digest. The answer is the same whatever the address is (no
 * enumeration): a new, pending or former subscriber is sent a confirmation, throttled (one who
 * unsubscribed since the last confirmation gets another, because the last one is no longer valid);
 * an active one is told so, at most once a day; a suppressed address gets nothing.
 */
export async function subscribe(
  ctx: Context,
  { address, preferences, page, ip }: SubscribeRequest,
): Promise<void> {
  await checkZone(ctx.db, preferences.timezone);
  await ctx.db.run(
    subscribeStatement({
      email: address.email,
      emailKey: address.key,
      preferences,
      language: preferences.language ?? null,
      page,
      clientHash: clientHash(ctx.keys, ip),
      now: ctx.now(),
    }),
  );
}
