import { z } from 'zod';
import type { Context } from '../context.ts';
import { sql } from '../db/sql.ts';
import { enqueueMail, wakeSenders } from '../outbox/enqueue.ts';
import type { ParsedAddress } from './address.ts';
import { clientHash } from './client-hash.ts';
import type { PreferenceInput } from './preference-input.ts';
import { checkZone } from './zone.ts';

export interface SubscribeRequest {
  address: Extract<ParsedAddress, { ok: true }>;
  preferences: PreferenceInput;
  /** The page with the form, for the consent record. */
  page: string;
  ip?: string | undefined;
}

const decision = z.object({
  subscriberId: z.number().nullable(),
  confirmationId: z.number().nullable(),
  remindId: z.number().nullable(),
});

/**
 * Asks an address whether it wants the digest. The answer is the same whatever the address is (no enumeration):
 * a pending, new or former reader is sent a confirmation, at most one in 10 minutes; an active one is told so, at most
 * once a day; a suppressed one is sent nothing.
 */
export async function subscribe(ctx: Context, request: SubscribeRequest): Promise<void> {
  await checkZone(ctx.db, request.preferences.timezone);
  await ctx.db.transaction(async (tx) => {
    const decided = await tx.row(decision, decide(ctx, request));
    const { subscriberId = null, confirmationId = null, remindId = null } = decided ?? {};
    if (subscriberId !== null)
      await enqueueMail(tx, { kind: 'confirmation', subscriberId, data: { confirmationId }, hours: 24 });
    else if (remindId !== null) await enqueueMail(tx, { kind: 'reminder', subscriberId: remindId, hours: 24 });
    else await wakeSenders(tx);
  });
}

/**
 * One statement decides, so that posts that come at once agree: each waits for the row, and looks at the throttle's mark
 * as the one before has left it.
 */
function decide(ctx: Context, { address, preferences, page, ip }: SubscribeRequest) {
  return sql`with asked as (
    insert into subscriber (email, email_key, language, confirmation_at, created_at)
    values (${address.email}, ${address.key}, ${preferences.language ?? null}, now(), ${ctx.now()})
    on conflict (email_key) do update set email = excluded.email, language = coalesce(excluded.language, subscriber.language),
      confirmation_at = now()
      where subscriber.status in ('pending', 'unsubscribed')
        and coalesce(subscriber.confirmation_at < now() - interval '10 minutes', true)
    returning id
  ), reminded as (
    update subscriber set reminder_at = now() where email_key = ${address.key} and status in ('active', 'paused')
      and coalesce(reminder_at < now() - interval '1 day', true)
    returning id
  ), mailable as (
    select where not exists (
      select from suppression where email_key = ${address.key} and coalesce(until > now(), true)
    )
  ), confirmed as (
    insert into confirmation (subscriber_id, preferences, page, client_hash)
    select id, ${JSON.stringify(preferences)}::jsonb, ${page}, ${clientHash(ctx.keys, ip)} from asked, mailable
    returning id, subscriber_id
  )
  select (select subscriber_id from confirmed) as "subscriberId", (select id from confirmed) as "confirmationId",
    (select id from reminded, mailable) as "remindId"`;
}
