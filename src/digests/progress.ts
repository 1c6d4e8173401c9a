import { z } from 'zod';
import type { Day } from '../lib/dates.ts';
import type { Context } from '../context.ts';
import type { Queryable } from '../db/client.ts';
import { sql } from '../db/sql.ts';
import { isSuppressed } from '../suppressions/sql.ts';
import { digest, digestColumns, type Digest, digestKind, type DigestKind } from './digest.ts';
import { wantsKind } from './send/fan-out.ts';

/** All digests of a kind, newest first, whatever their state. */
export function listDigests(db: Queryable, kind: DigestKind, before: Day | null, limit: number): Promise<Digest[]> {
  return db.rows(
    digest,
    sql`select ${digestColumns} from digest where kind = ${kind} and (${before}::date is null or date < ${before}::date)
      order by date desc limit ${limit}`,
  );
}

/** The digests of a day, and those of the days before that still go out or wait for somebody. */
export function openDigests(db: Queryable, today: Day): Promise<Digest[]> {
  return db.rows(
    digest,
    sql`select ${digestColumns} from digest
      where date = ${today}::date or status in ('sending', 'paused')
        or status in ('draft', 'ready') and date between ${today}::date - 2 and ${today}::date
      order by date desc, kind limit 10`,
  );
}

/** How many readers a manual send would mail: active, not suppressed, and without this digest so far. */
export async function countReaders(db: Queryable, { id, kind }: Pick<Digest, 'id' | 'kind'>): Promise<number> {
  const row = await db.row(
    z.object({ count: z.number() }),
    sql`select count(*) from subscriber where status = 'active' and ${wantsKind(kind)}
      and not exists (select from delivery where digest_id = ${id} and subscriber_id = subscriber.id)
      and not ${isSuppressed(sql`subscriber.email_key`)}`,
  );
  return row?.count ?? 0;
}

/** Mails of a digest that were accepted within the last minute. */
export async function sentLastMinute(ctx: Context, digestId: number): Promise<number> {
  const row = await ctx.db.row(
    z.object({ count: z.number() }),
    sql`select count(*) from delivery where digest_id = ${digestId} and state = 'sent'
      and sent_at > ${ctx.now()}::timestamptz - interval '1 minute'`,
  );
  return row?.count ?? 0;
}

const fault = z.object({ state: z.string(), reason: z.string(), count: z.number() });

/** Why deliveries failed, wait, were skipped or are uncertain: the most frequent reasons first. */
export function faultsOf(db: Queryable, digestId: number): Promise<z.output<typeof fault>[]> {
  return db.rows(
    fault,
    sql`select state, coalesce(left(reason, 200), '') as reason, count(*) from delivery
      where digest_id = ${digestId} and state in ('failed', 'uncertain', 'deferred', 'skipped')
      group by 1, 2 order by 3 desc, 1, 2 limit 20`,
  );
}

const next = z.object({ kind: digestKind, at: z.date() });

/** When the next digest of each kind is composed by itself: the next DIGEST_TIME that no row answers yet. */
export function nextComposing(ctx: Context): Promise<{ kind: DigestKind; at: Date }[]> {
  const { DIGEST_TIME: time, DIGEST_TIMEZONE: zone } = ctx.config;
  return ctx.db.rows(
    next,
    sql`select kind, min(at) as at from unnest(enum_range(null::digest_kind)) as kinds(kind), generate_series(0, 8) as ahead,
        lateral (select (${ctx.now()}::timestamptz at time zone ${zone})::date + ahead as day) as days,
        lateral (select first_instant(day + ${time}::time, ${zone}) as at) as starts
      where (kind = 'daily' or extract(isodow from day) = 1) and at > ${ctx.now()}
        and not exists (select from digest where digest.kind = kinds.kind and date = day and status <> 'draft')
      group by kind order by kind`,
  );
}

/** The instant that the clocks of DIGEST_TIMEZONE show as this local time, `2026-03-10T08:00`. */
export async function instantOf(ctx: Context, local: string): Promise<Date | undefined> {
  const row = await ctx.db.row(
    z.object({ at: z.date() }),
    sql`select first_instant(${local}::timestamp, ${ctx.config.DIGEST_TIMEZONE}) as at`,
  );
  return row?.at;
}
