import { z } from 'zod';
import type { Queryable } from '../db/client.ts';
import { sql, type Sql } from '../db/sql.ts';
import { beginning, containing } from './queries.ts';
import { subscriber, subscriberColumns, type Subscriber, subscriberStatus } from './subscriber.ts';

type Status = z.output<typeof subscriberStatus>;

/** Rows, newest first, whose addresses are looked at one by one before the index of trigrams is asked. */
const lookedThrough = 20_000;

interface Wanted {
  /** A part of the address; of one or two letters, its beginning. */
  q?: string | undefined;
  status?: Status | undefined;
  /** The id of the last row before. */
  before?: number | undefined;
  limit: number;
}

/** Subscribers whose address holds `q`, the newest first. */
export function findSubscribers(db: Queryable, { q = '', status, before, limit }: Wanted): Promise<Subscriber[]> {
  const place = sql`${status === undefined ? sql`true` : sql`status = ${status}`}
    and ${before === undefined ? sql`true` : sql`id < ${before}::int`}`;
  return db.rows(
    subscriber,
    q === ''
      ? sql`select ${subscriberColumns} from subscriber where ${place} order by id desc limit ${limit}`
      : matching(place, q, limit),
  );
}

/**
 * What many addresses hold is among the newest; for that the index would read half of itself. What few hold the index finds
 * at once; for that every row would have to be looked at. Which of both it is shows among the newest. Of a million: 1 to 40 ms, but for
 * many who all came long ago: 140,000 of one provider that nobody uses any more take 200.
 */
function matching(place: Sql, q: string, limit: number): Sql {
  // One or two letters make no trigram but at the beginning of a word.
  const pattern = q.length < 3 ? beginning(q) : containing(q);
  return sql`with newest as materialized (
      select id, email_key like ${pattern} as fits from subscriber where ${place} order by id desc limit ${lookedThrough}
    ), near as materialized (
      select id from newest where fits order by id desc limit ${limit}
    ), far as materialized (
      select id from subscriber where email_key like ${pattern} and ${place}
        and id < (select min(id) from newest)
        and (select count(*) from newest) = ${lookedThrough} and (select count(*) from near) < ${limit}
    )
    select ${subscriberColumns} from subscriber
    where id in (select id from near union all (select id from far order by id desc limit ${limit}))
    order by id desc limit ${limit}`;
}

/** The ids of the subscribers with these whole addresses, by the address in lower case. */
export async function idsOfAddresses(db: Queryable, emails: string[]): Promise<Map<string, number>> {
  const rows = await db.rows(
    z.object({ id: z.number(), key: z.string() }),
    sql`select id, email_key as key from subscriber where email_key = any(${emails.map((email) => email.toLowerCase())}::text[])`,
  );
  return new Map(rows.map(({ id, key }) => [key, id]));
}

/** Up to so many subscribers are counted one by one. */
const countedExactly = 10_000;

/** How many subscribers are of a status; `about`: an estimate. */
export interface StatusCount {
  status: Status;
  count: number;
  about: boolean;
}

const counted = z.object({ status: subscriberStatus, counted: z.number(), estimated: z.number() });

/** How many subscribers there are of each status. Many are estimated, from Postgres' own statistics. */
export async function countByStatus(db: Queryable): Promise<StatusCount[]> {
  const rows = await db.rows(
    counted,
    sql`select status, counted, coalesce((
        select round(frequency * greatest(pg_class.reltuples, 0)) from pg_stats
          cross join lateral unnest(most_common_vals::text::text[], most_common_freqs) as common(value, frequency)
          join pg_class on pg_class.oid = 'subscriber'::regclass
        where schemaname = current_schema() and tablename = 'subscriber' and attname = 'status' and value = status::text
      ), 0)::float8 as estimated
      from unnest(${subscriberStatus.options}::subscriber_status[]) with ordinality as statuses(status, place), lateral (
        select count(*) as counted from (
          select from subscriber where subscriber.status = statuses.status limit ${countedExactly + 1}
        ) as first
      ) as counts order by place`,
  );
  return rows.map(({ status, counted: exact, estimated }) =>
    exact <= countedExactly
      ? { status, count: exact, about: false }
      : { status, count: Math.max(estimated, countedExactly), about: true },
  );
}
