import { sql, type Sql } from '../../db/sql.ts';

// SQL, because the renderers run in sender processes, where the first Prisma query costs 48 MB.

/** The newest daily digest that is on the web. */
export const latestDigest = sql`select date, content ->> 'title' as title from digest
    join digest_paper on digest_paper.digest_id = digest.id and rank = 1
  where digest.kind = 'daily' and ready_at is not null
  order by date desc limit 1`;

/** A change of address and the language of its subscriber. */
export function addressChangeById(id: number): Sql {
  return sql`select address_change.id, address_change.email, language
    from address_change join subscriber on subscriber.id = subscriber_id where address_change.id = ${id}`;
}
