import { z } from 'zod';
import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';

/** Maximum number of domains, and of replies for each, that are shown. */
const maximumDomains = 100;
const maximumReplies = 3;

const domainReply = z.object({
  state: z.string(),
  reason: z.string().nullable(),
  detail: z.string().describe('What the server said, or the error'),
  count: z.int(),
});

/** The deliveries of a digest to one recipient domain. */
export const domainResult = z.object({
  domain: z.string(),
  sent: z.int(),
  /** Queued, being sent, deferred, or uncertain. */
  open: z.int(),
  failed: z.int(),
  skipped: z.int(),
  replies: z.array(domainReply).describe('The most frequent replies'),
});
export type DomainResult = z.output<typeof domainResult>;

/**
 * Results by recipient domain, those with the most failures first. SQL: the domain is a part of the
 * address, and the replies of each domain are ranked.
 */
export function domainResults(db: Queryable, digestId: number): Promise<DomainResult[]> {
  return db.rows(
    domainResult,
    sql`with grouped as materialized (
      select split_part(email_key, '@', 2) as domain, state, reason, detail, count(*)::int as count
      from delivery join subscriber on subscriber.id = subscriber_id
      where digest_id = ${digestId} group by 1, 2, 3, 4
    ), domains as (
      select domain, coalesce(sum(count) filter (where state = 'sent'), 0)::int as sent,
        coalesce(sum(count) filter (where state in ('queued', 'sending', 'deferred', 'uncertain')), 0)::int as open,
        coalesce(sum(count) filter (where state = 'failed'), 0)::int as failed,
        coalesce(sum(count) filter (where state = 'skipped'), 0)::int as skipped, sum(count) as total
      from grouped group by domain order by failed desc, total desc, domain limit ${maximumDomains}
    )
    select domain, sent, open, failed, skipped, coalesce((
        select jsonb_agg(to_jsonb(reply) - 'domain' order by reply.count desc, reply.detail) from (
          select * from grouped where grouped.domain = domains.domain and detail is not null
          order by count desc, detail limit ${maximumReplies}) as reply), '[]') as replies
    from domains order by failed desc, total desc, domain`,
  );
}
