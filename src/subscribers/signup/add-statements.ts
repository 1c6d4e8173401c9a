import type { Context } from '../../context.ts';
import { sql, type Sql } from '../../db/sql.ts';
import { enqueueTransactional } from '../../outbox/sql/enqueue.ts';
import { isSuppressed } from '../../suppressions/sql.ts';
import type { Entry } from './entry.ts';

/** Entries with what is known of their addresses, and why somebody may not be added: the tables `given` and `judged`. */
function judged(ctx: Context, entries: Entry[]): Sql {
  const rows = entries.map(({ address, preferences, consent }) => ({
    email: address.email,
    key: address.key,
    hashes: ctx.keys.every('erasure', address.key),
    preferences,
    topics: preferences.topics ?? [],
    only: preferences.topicsOnly ?? false,
    tell: preferences.tellEmpty ?? false,
    papers: preferences.papers ?? null,
    frequency: preferences.frequency ?? 'daily',
    zone: preferences.timezone ?? null,
    hour: preferences.hour ?? null,
    language: preferences.language ?? null,
    consent: consent?.source ?? null,
    consentAt: consent?.at ?? ctx.now(),
    note: consent?.note ?? null,
  }));
  return sql`given as (
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(email text, key text, hashes text[], preferences jsonb,
      topics text[], "only" boolean, tell boolean, papers int, frequency frequency, zone text, hour int, language text, consent text, "consentAt" timestamptz, note text)
  ), judged as (
    select given.*, before.id as known, case
        when ${isSuppressed(sql`given.key`)} then 'suppressed'
        when before.status in ('unsubscribed', 'bounced', 'complained') then before.status::text
        when coalesce(before.status, 'pending') = 'pending' and exists (select from erasure where email_hash = any(given.hashes)) then 'erased'
      end as refusal,
      before.status = 'pending' and (consent is not null or coalesce(before.confirmation_at < now() - interval '10 minutes', true)) as "mayChange"
    from given left join subscriber as before on before.email_key = given.key
  )`;
}

/** Writes the entries that may be added, with their consents, or with the mails that ask them. */
export function addStatement(ctx: Context, entries: Entry[]): Sql {
  return sql`with ${judged(ctx, entries)}, written as (
    insert into subscriber (email, email_key, status, topics, topics_only, tell_empty, papers, frequency, timezone, hour, language, created_at,
      active_since, confirmation_at)
    select email, key, (case when consent is null then 'pending' else 'active' end)::subscriber_status, topics, "only", tell, papers, frequency, zone, hour, language,
      ${ctx.now()}, case when consent is not null then ${ctx.now()}::timestamptz end,
      case when consent is null then now() end
    from judged where refusal is null order by key
    on conflict (email_key) do update set status = excluded.status, active_since = excluded.active_since,
      confirmation_at = coalesce(excluded.confirmation_at, subscriber.confirmation_at)
      where subscriber.status = 'pending' and (excluded.status = 'active'
        or coalesce(subscriber.confirmation_at < now() - interval '10 minutes', true))
    returning id, email_key, status
  ), consents as (
    insert into consent (subscriber_id, source, at, note)
    select written.id, consent, "consentAt", note from written join judged on key = email_key where consent is not null
  ), asked as (
    insert into confirmation (subscriber_id, preferences)
    select written.id, preferences from written join judged on key = email_key where consent is null
    returning id, subscriber_id
  ), mailed as (
    ${enqueueTransactional(sql`
      select 'confirmation', subscriber_id, null, jsonb_build_object('confirmationId', id) from asked`)}
  )
  select key, coalesce(written.id, known) as id,
    coalesce(refusal, case when written.id is null then 'unchanged' when known is null then 'added' else 'updated' end)
      as outcome
  from judged left join written on email_key = key`;
}

/** The same answers, and nothing written. */
export function previewStatement(ctx: Context, entries: Entry[]): Sql {
  return sql`with ${judged(ctx, entries)}
    select key, known as id,
      coalesce(refusal, case when known is null then 'added' when "mayChange" then 'updated' else 'unchanged' end) as outcome
    from judged`;
}
