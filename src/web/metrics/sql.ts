import { type Sql, sql } from '../../db/sql.ts';
import { providerDomains } from './providers.ts';

/**
 * SQL: each count must use its partial index. Prisma sends the state as a parameter, which no
 * partial index matches.
 */
export const openDeliveries = sql`select 'queued' as state, count(*), min(due_at) as "dueAt" from delivery where state = 'queued'
  union all select 'sending', count(*), null from delivery where state = 'sending'
  union all select 'retrying', count(*), null from delivery where state = 'deferred' or state = 'uncertain'`;

/**
 * The deliveries of a digest by state, bounce class, provider and relay. These labels have few
 * values. SQL: groups over joins.
 */
export function resultsOf(digestId: number): Sql {
  const { domains, groups } = providerDomains;
  return sql`select d.state::text, coalesce(b.class, '') as class, coalesce(p.provider, 'other') as provider,
      coalesce(relay.name, '') as relay, count(*)::int as count
    from delivery d left join subscriber s on s.id = d.subscriber_id left join relay on relay.id = d.relay_id
      left join unnest(${domains}::text[], ${groups}::text[]) as p(domain, provider) on p.domain = split_part(s.email_key, '@', 2)
      left join (
        select subscriber_id, max(class) as class from bounce where digest_id = ${digestId} group by subscriber_id
      ) as b on b.subscriber_id = d.subscriber_id
    where d.digest_id = ${digestId}
    group by 1, 2, 3, 4`;
}
