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

const decision = z.object({ id: z.number(), confirmationId: z.number().nullable(), remind: z.boolean() });

/**
 * Asks an address whether it wants the digest. The answer is the same whatever the address is (no enumeration):
 * a pending, new or former reader is sent a confirmation, at most one in 10 minutes; an active one is told so, at most
 * once a day; a suppressed one is sent nothing.
 */
export async function subscribe(ctx: Context, request: SubscribeRequest): Promise<void> {
  await checkZone(ctx.db, request.preferences.timezone);
  await ctx.db.transaction(async (tx) => {
    const { id, confirmationId, remind } = z.tuple([decision]).parse(await tx.rows(decision, decide(ctx, request)))[0];
    if (confirmationId !== null)
      await enqueueMail(tx, { kind: 'confirmation', subscriberId: id, data: { confirmationId }, hours: 24 });
    else if (remind) await enqueueMail(tx, { kind: 'reminder', subscriberId: id, hours: 24 });
    else await wakeSenders(tx);
  });
}

/** One statement decides, so that two posts at once agree: the upsert locks the row and moves the throttle's mark. */
function decide(ctx: Context, { address, preferences, page, ip }: SubscribeRequest) {
  return sql`with who as (
    insert into subscriber (email, email_key, confirmation_at, created_at)
    values (${address.email}, ${address.key}, now(), ${ctx.now()})
    on conflict (email_key) do update set
      email = case when subscriber.status in ('pending', 'unsubscribed') then excluded.email else subscriber.email end,
      confirmation_at = case
        when subscriber.status in ('pending', 'unsubscribed')
          and coalesce(subscriber.confirmation_at < now() - interval '10 minutes', true) then now()
        else subscriber.confirmation_at end,
      reminder_at = case
        when subscriber.status in ('active', 'paused')
          and coalesce(subscriber.reminder_at < now() - interval '1 day', true) then now()
        else subscriber.reminder_at end
    returning id, status, confirmation_at, reminder_at
  ), open as (
    select who.*, not exists (
      select from suppression where email_key = ${address.key} and coalesce(until > now(), true)
    ) as mailable from who
  ), confirmed as (
    insert into confirmation (subscriber_id, preferences, page, client_hash)
    select id, ${JSON.stringify(preferences)}::jsonb, ${page}, ${clientHash(ctx.keys, ip)} from open
    where mailable and status in ('pending', 'unsubscribed') and confirmation_at = now()::timestamptz(3)
    returning id
  )
  select open.id, (select id from confirmed) as "confirmationId",
    mailable and status in ('active', 'paused') and coalesce(reminder_at = now()::timestamptz(3), false) as remind
  from open`;
}
