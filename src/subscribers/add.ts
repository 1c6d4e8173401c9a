import { z } from 'zod';
import type { Context } from '../context.ts';
import { sql } from '../db/sql.ts';
import { wakeSenders } from '../outbox/enqueue.ts';
import { exactly, Problem } from '../problem.ts';
import type { Progress } from '../progress.ts';
import type { ParsedAddress } from './address.ts';
import type { PreferenceInput } from './preference-input.ts';

/** What Postgres can keep: no NUL, no half of a surrogate pair. */
const words = (max: number, takes: string) =>
  z
    .string()
    .max(max, takes)
    .regex(/^[^\0\p{Cs}]*$/u, 'text without NUL characters');

/** In UTC: Postgres has neither the year 0 nor offsets of 16 hours and more. */
const moment = z.iso
  .datetime({ offset: true, error: 'a time such as 2026-03-14T08:00:00Z', abort: true })
  .transform((text) => new Date(text).toISOString())
  .refine((text) => /^(?!0000)\d{4}-/.test(text), 'a time such as 2026-03-14T08:00:00Z');

/** Who says that this address may be mailed, since when. Without it the address is asked first. */
export const consentInput = exactly(
  z.object({
    source: words(200, '1 to 200 characters').min(1, '1 to 200 characters'),
    at: moment.nullish(),
    note: words(1000, 'at most 1,000 characters').nullish(),
  }),
);
export type ConsentInput = z.output<typeof consentInput>;

/** Milliseconds that the clock of who recorded a consent may be ahead of ours. */
const aheadAtMost = 60_000;

/** @throws Problem 422 for a consent that nobody can have given yet */
export function checkConsent({ now }: Context, consent: ConsentInput | undefined): void {
  if (consent?.at == null || Date.parse(consent.at) <= now().getTime() + aheadAtMost) return;
  const message = 'a time that has been: nobody has agreed yet';
  throw new Problem(422, 'Invalid input', `consent.at: ${message}`, [{ path: 'consent.at', message }]);
}

export interface Entry {
  address: Extract<ParsedAddress, { ok: true }>;
  preferences: PreferenceInput;
  consent?: ConsentInput | undefined;
}

/** What became of one entry; `refused` says why. */
export type Added = { kind: 'added' | 'updated' | 'unchanged'; id: number } | { kind: 'refused'; reason: string };

const refusals: Record<string, string> = {
  erased: 'the owner of this address had it erased; only they can subscribe it again',
  suppressed: 'no mail goes to this address (bounced, complained or blocked)',
  unsubscribed: 'the owner of this address unsubscribed; only they can subscribe it again',
  bounced: 'mail to this address bounced for good',
  complained: 'the owner of this address complained about a mail',
};

/**
 * Adds addresses by an operator: with consent on record they are active at once, without it pending, with one throttled
 * confirmation mail. Nobody who left, bounced, complained or was erased comes back this way. Answers in the order given.
 */
export async function addSubscribers(
  ctx: Context,
  entries: Entry[],
  onProgress: Progress = () => {},
): Promise<Added[]> {
  const unique = [...new Map(entries.map((entry) => [entry.address.key, entry])).values()];
  const outcomes = new Map<string, Added>();
  // In the order of their keys, so that two imports at once wait for each other and do not deadlock.
  const ordered = unique.toSorted((a, b) => (a.address.key < b.address.key ? -1 : 1));
  for (let start = 0; start < ordered.length; start += 1000) {
    onProgress(start, ordered.length);
    for (const row of await addChunk(ctx, ordered.slice(start, start + 1000))) {
      const reason = refusals[row.outcome];
      outcomes.set(
        row.key,
        reason === undefined ? { kind: kind.parse(row.outcome), id: row.id ?? 0 } : { kind: 'refused', reason },
      );
    }
  }
  return entries.map((entry) => outcomes.get(entry.address.key) ?? { kind: 'refused', reason: 'not written' });
}

const kind = z.enum(['added', 'updated', 'unchanged']);
const written = z.object({ key: z.string(), id: z.number().nullable(), outcome: z.string() });

async function addChunk(ctx: Context, entries: Entry[]): Promise<z.output<typeof written>[]> {
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
  return ctx.db.transaction(async (tx) => {
    const outcomes = await tx.rows(written, statement(ctx, JSON.stringify(rows)));
    await wakeSenders(tx);
    return outcomes;
  });
}

function statement(ctx: Context, rows: string) {
  return sql`with given as (
    select * from jsonb_to_recordset(${rows}::jsonb) as row(email text, key text, hashes text[], preferences jsonb,
      topics text[], "only" boolean, tell boolean, papers int, frequency text, zone text, hour int, language text, consent text, "consentAt" timestamptz, note text)
  ), judged as (
    select given.*, before.id as known, case
        when exists (select from suppression where email_key = key and coalesce(until > now(), true)) then 'suppressed'
        when before.status in ('unsubscribed', 'bounced', 'complained') then before.status
        when coalesce(before.status, 'pending') = 'pending' and exists (select from erasure where email_hash = any(given.hashes)) then 'erased'
      end as refusal
    from given left join subscriber as before on before.email_key = given.key
  ), written as (
    insert into subscriber (email, email_key, status, topics, topics_only, tell_empty, papers, frequency, timezone, hour, language, created_at,
      active_since, confirmation_at)
    select email, key, case when consent is null then 'pending' else 'active' end, topics, "only", tell, papers, frequency, zone, hour, language,
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
    insert into mail (kind, subscriber_id, data, expires_at)
    select 'confirmation', subscriber_id, jsonb_build_object('confirmationId', id),
      clock_timestamp() + interval '24 hours' from asked
  )
  select key, coalesce(written.id, known) as id,
    coalesce(refusal, case when written.id is null then 'unchanged' when known is null then 'added' else 'updated' end)
      as outcome
  from judged left join written on email_key = key`;
}
