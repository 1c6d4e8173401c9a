import type { Context } from '../../context.ts';
import { sql, type Sql } from '../../db/sql.ts';
import { enqueueTransactional, notifyOutbox } from '../../outbox/sql/enqueue.ts';
import { isSuppressed } from '../../suppressions/sql.ts';
import type { ParsedAddress } from '../address.ts';
import { clientHash } from './client-hash.ts';
import type { PreferenceInput } from '../preferences/preference-input.ts';
import { checkZone } from '../preferences/time-zones.ts';

export interface SubscribeRequest {
  address: Extract<ParsedAddress, { ok: true }>;
  preferences: PreferenceInput;
  /** The page with the form, for the consent record. */
  page: string;
  ip?: string | undefined;
}

/**
 * Asks an address whether it wants the digest. The answer is the same whatever the address is (no enumeration):
 * a pending, new or former reader is sent a confirmation, at most one in 10 minutes (who has left since the last one is sent
 * another: the last one is no longer good); an active one is told so, at most
 * once a day; a suppressed one is sent nothing.
 */
export async function subscribe(ctx: Context, request: SubscribeRequest): Promise<void> {
  await checkZone(ctx.db, request.preferences.timezone);
  await ctx.db.run(decide(ctx, request));
}

/**
 * One statement decides and queues the mail, so that posts that come at once agree: each waits for the row, and looks at
 * the throttle's mark as the one before has left it. And so that each takes the same way to the database and back,
 * whatever becomes of it: with a second statement for those who are mailed, a busy server answered them 6 ms later.
 */
function decide(ctx: Context, { address, preferences, page, ip }: SubscribeRequest): Sql {
  return sql`with asked as (
    insert into subscriber (email, email_key, language, confirmation_at, created_at)
    values (${address.email}, ${address.key}, ${preferences.language ?? null}, now(), ${ctx.now()})
    on conflict (email_key) do update set email = excluded.email, language = coalesce(excluded.language, subscriber.language),
      confirmation_at = now()
      where subscriber.status in ('pending', 'unsubscribed')
        and (coalesce(subscriber.confirmation_at < now() - interval '10 minutes', true)
          or coalesce(subscriber.confirmation_at < subscriber.unsubscribed_at, false))
    returning id
  ), reminded as (
    update subscriber set reminder_at = now() where email_key = ${address.key} and status in ('active', 'paused')
      and coalesce(reminder_at < now() - interval '1 day', true)
    returning id
  ), mailable as (
    select where not ${isSuppressed(sql`${address.key}`)}
  ), confirmed as (
    insert into confirmation (subscriber_id, preferences, page, client_hash)
    select id, ${JSON.stringify(preferences)}::jsonb, ${page}, ${clientHash(ctx.keys, ip)} from asked, mailable
    returning id, subscriber_id
  ), mailed as (
    ${enqueueTransactional(sql`
      select 'confirmation', subscriber_id, null, jsonb_build_object('confirmationId', id) from confirmed
      union all select 'reminder', id, null, '{}'::jsonb from reminded, mailable`)}
  )
  ${notifyOutbox}`;
}
