import { sql, type Sql } from '../db/sql.ts';
import { suppressionEndOf } from '../suppressions/sql.ts';
import { type BounceEvent, storedDiagnostic, storedStatus } from './event.ts';

/** SQL, because the unique row decides in one statement whether a nonce is new. */
export function insertNonce(nonce: string, hours: number): Sql {
  return sql`insert into webhook_nonce (nonce, expires_at)
    values (${nonce}, clock_timestamp() + make_interval(hours => ${hours})) on conflict do nothing`;
}

interface Reference {
  digestId: number | null;
  subscriberId: number | null;
  transactionalEmailId: number | null;
  email: string | null;
  at: Date;
}

/** SQL, because one statement resolves a batch of references against four tables. */
export function findMailed(about: Reference[], days: number): Sql {
  return sql`with given as (
      select * from unnest(${about.map((one) => one.digestId)}::int[], ${about.map((one) => one.subscriberId)}::int[],
        ${about.map((one) => one.transactionalEmailId)}::int[], ${about.map((one) => one.email)}::text[], ${about.map((one) => one.at)}::timestamptz[])
        with ordinality as g(digest_id, subscriber_id, transactional_email_id, email_key, at, n)
    ), by_delivery as (
      select n, s.id, s.email_key, d.digest_id, coalesce(d.sent_at, d.due_at) as email_sent_at
      from given g join delivery d on d.digest_id = g.digest_id and d.subscriber_id = g.subscriber_id
        join subscriber s on s.id = g.subscriber_id
      where (d.attempts > 0 or d.state = 'sending') and coalesce(g.email_key = s.email_key, true)
    ), by_mail as (
      select n, s.id, coalesce(s.email_key, lower(m.address collate "C")) as email_key, null::int as digest_id, coalesce(m.sent_at, m.created_at) as email_sent_at
      from given g join transactional_email m on m.id = g.transactional_email_id left join subscriber s on s.id = m.subscriber_id
      where (m.attempts > 0 or m.state = 'sending') and coalesce(g.email_key = coalesce(s.email_key, lower(m.address collate "C")), true)
    ), by_token as (
      select n, s.id, s.email_key, null::int as digest_id, g.at as email_sent_at from given g join subscriber s on s.id = g.subscriber_id
      where g.digest_id is null
    ), by_address as (
      select n, s.id, g.email_key, mailed.digest_id, mailed.email_sent_at
      from given g left join subscriber s on s.email_key = g.email_key cross join lateral (
        select digest_id, email_sent_at from (
          select d.digest_id, coalesce(d.sent_at, d.due_at) as email_sent_at
          from digest join delivery d on d.digest_id = digest.id and d.subscriber_id = s.id and (d.attempts > 0 or d.state = 'sending')
          where digest.starts_at > g.at - make_interval(days => ${days})
          union all
          select null, coalesce(sent_at, created_at) from transactional_email where subscriber_id = s.id and attempts > 0
          union all
          select null, coalesce(sent_at, created_at) from transactional_email where address is not null and lower(address collate "C") = g.email_key and attempts > 0
        ) as mails where mails.email_sent_at < g.at + interval '5 minutes'
        order by email_sent_at desc limit 1
      ) as mailed
      where g.digest_id is null and g.subscriber_id is null and g.transactional_email_id is null
    )
    select n, id as "subscriberId", email_key as "emailKey", digest_id as "digestId", email_sent_at as "emailSentAt" from (
      select * from by_delivery union all select * from by_mail union all select * from by_token union all select * from by_address
    ) as found order by n`;
}

/**
 * From when email to an address counts: a new consent, a change of address or a lifted suppression
 * restarts it; the end of a pause does not. A change of address does not withdraw an earlier
 * request to unsubscribe.
 */
const since = sql`coalesce(greatest(
  (select max(c.given_at) from consent c where c.subscriber_id = s.id
    and (b.kind <> 'unsubscribe' or c.event is distinct from 'address-changed')),
  ${suppressionEndOf({ column: 'b.email_key' })}), '-infinity')`;

interface KnownEvent {
  subscriberId: number | null;
  emailKey: string;
  digestId: number | null;
  emailSentAt: Date;
  event: BounceEvent;
}

/** SQL, because a set of rows is inserted conditionally, and unique rows decide which are new. */
export function insertBounces(known: KnownEvent[]): Sql {
  const column = <T>(read: (one: KnownEvent) => T): T[] => known.map(read);
  return sql`insert into bounce (source, event_id, kind, subscriber_id, email_key, digest_id, email_sent_at, status, class, rule, diagnostic)
      select b.source, b.event_id, case when b.kind in ('hard', 'soft') and exists (select from bounce_alert a where a.digest_id = b.digest_id
            and (coalesce(b.rule, 'none') = any(a.ignored_rules) or (b.kind = 'hard' and 'hard' = any(a.ignored_rules))))
          then 'refused' else b.kind end,
        b.subscriber_id, b.email_key, b.digest_id, b.email_sent_at, b.status, b.class, b.rule, b.diagnostic
      from unnest(${column(({ event }) => event.source)}::text[], ${column(({ event }) => event.eventId)}::text[],
        ${column(({ event }) => event.kind)}::bounce_kind[], ${column((one) => one.subscriberId)}::int[],
        ${column((one) => one.emailKey)}::text[], ${column((one) => one.digestId)}::int[], ${column((one) => one.emailSentAt)}::timestamptz[],
        ${column(({ event }) => storedStatus(event.status))}::text[], ${column(({ event }) => event.class ?? null)}::text[],
        ${column(({ event }) => event.rule ?? null)}::text[], ${column(({ event }) => storedDiagnostic(event.diagnostic))}::text[])
        as b(source, event_id, kind, subscriber_id, email_key, digest_id, email_sent_at, status, class, rule, diagnostic)
      left join subscriber s on s.id = b.subscriber_id
      where (b.subscriber_id is null or s.email_key = b.email_key) and b.email_sent_at >= ${since}
      order by b.source, b.event_id
      on conflict (source, event_id) do nothing
      returning source, kind, subscriber_id as "subscriberId", email_key as "emailKey", status, diagnostic`;
}

/** Addresses with soft bounces on too many days. SQL, because it counts distinct days per group. */
export function exhaustedAddresses({
  emailKeys,
  now,
  within,
  softLimit,
  domainLimit,
}: {
  emailKeys: string[];
  now: Date;
  within: number;
  softLimit: number;
  domainLimit: number;
}): Sql {
  return sql`select b.email_key as "emailKey" from bounce b left join subscriber s on s.id = b.subscriber_id
      where b.kind = 'soft' and b.email_key = any(${emailKeys}::text[])
        and b.email_sent_at > ${now}::timestamptz - make_interval(days => ${within}) and b.email_sent_at >= ${since}
      group by b.email_key
      having count(distinct (b.email_sent_at at time zone 'UTC')::date) >= ${softLimit}
        or count(distinct (b.email_sent_at at time zone 'UTC')::date) filter (where b.class = 'domain-unknown') >= ${domainLimit}`;
}

/**
 * The bounces of the digests of three days, by rule. SQL, because it aggregates twice and joins the
 * deliveries.
 */
export function bouncesByDigest(minimum: number): Sql {
  return sql`with by_rule as (
        select digest_id, coalesce(rule, 'none') as rule, count(*) filter (where kind = 'hard') as hard,
          count(*) filter (where kind = 'complaint') as complaints, count(distinct email_key) filter (where kind = 'soft') as soft,
          count(distinct email_key) filter (where kind = 'refused') as refused, min(diagnostic) as said
        from bounce where created_at > clock_timestamp() - interval '3 days' and digest_id is not null
        group by digest_id, coalesce(rule, 'none')
      ), by_digest as (
        select digest_id, sum(hard)::int as hard, sum(complaints)::int as complaints,
          jsonb_agg(jsonb_build_object('rule', rule, 'hard', hard, 'soft', soft, 'refused', refused, 'said', said) order by rule) as rules
        from by_rule group by digest_id having sum(hard + complaints + soft + refused) >= ${minimum}
      )
      select digest.id, digest.kind, digest.date, mailed.sent, mailed.failed, by_digest.hard, by_digest.complaints, by_digest.rules,
        coalesce(bounce_alert.ignored_rules, '{}') as "ignoredRules"
      from by_digest join digest on digest.id = by_digest.digest_id left join bounce_alert on bounce_alert.digest_id = digest.id
        cross join lateral (
          select count(*) filter (where state = 'sent') as sent, count(*) filter (where state = 'failed') as failed
          from delivery where delivery.digest_id = digest.id
        ) as mailed
      order by digest.id`;
}

/**
 * Records that the operator was alerted about a digest, and the rules whose bounces do not count
 * for it. It changes a row only if one of them is new. SQL, because the unique row and the stored
 * array decide in one statement.
 */
export function storeIgnoredRules(digestId: number, names: string[]): Sql {
  return sql`insert into bounce_alert (digest_id, ignored_rules) values (${digestId}, ${names}::text[])
    on conflict (digest_id) do update set ignored_rules = bounce_alert.ignored_rules || excluded.ignored_rules
      where not bounce_alert.ignored_rules @> excluded.ignored_rules`;
}

/** The addresses of these bounces and when each was suppressed, for `revokeBounceSuppressions`. */
export function suppressedBy(ids: number[]): Sql {
  return sql`select email_key, created_at - interval '1 minute', created_at from bounce where id = any(${ids}::int[])`;
}
