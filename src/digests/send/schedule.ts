import { z } from 'zod';
import { addDays, type Day, dayIn } from '../../lib/dates.ts';
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';
import { alertOperator } from '../../outbox/alert.ts';
import { fetchPapers } from '../../papers/sources/fetch.ts';
import { sickSources, type SourceHealth } from '../../papers/sources/health.ts';
import { composeReady, lockDigests, writeSkipped } from '../compose/compose.ts';
import { digest, digestColumns, digestKind, type Digest, type DigestKind } from '../digest.ts';
import { fireSlots, queueSlots, queueStragglers } from './fan-out.ts';
import { countsOf, digestOf } from '../queries.ts';
import { freeze } from './states.ts';
import { tellOfWaiting } from '../compose/overdue-draft.ts';

/** Days without a tick that are looked back at. */
const lookBack = 31;

/** A day has at most 25 hours: by then every hour of every zone has come since the digest was due first. */
const everyHour = 25 * 3_600_000;

/**
 * The minute's question to the database: is a digest due that is not there, is a slot due that is not queued, is a
 * digest through? Any number of processes may ask it at the same time, and any number of minutes may have been missed.
 */
export async function digestTick(ctx: Context): Promise<void> {
  await composeDue(ctx);
  await queueDue(ctx);
  await tellOfWaiting(ctx);
}

/** Composes what is due, with the newest papers: it may take as long as a slow source does. */
async function composeDue(ctx: Context): Promise<void> {
  const missing = await missingDays(ctx);
  if (missing.length === 0) return;
  const sick = missing.some(({ late, draft }) => !late && !draft) ? await fetchNow(ctx) : [];
  for (const day of missing) await answerFor(ctx, day, sick);
}

/** Minutes that a look at the clock counts as one of now. */
const fresh = 3;

/** Notes that somebody looks at the clock, for whoever asks. */
export async function noteTick(ctx: Context): Promise<void> {
  await ctx.db.run(sql`insert into scheduler_heartbeat (started_at, alive_until)
    values (${ctx.now()}, clock_timestamp() + make_interval(mins => ${fresh}::int))
    on conflict (id) do update set alive_until = excluded.alive_until`);
}

/** Queues the readers who are due. Also a task of its own: no reader waits for a source. */
export async function queueDue(ctx: Context): Promise<void> {
  for (const open of await openDigests(ctx)) {
    await fireSlots(ctx, open);
    await queueSlots(ctx, open);
    await queueStragglers(ctx, open);
    await finish(ctx, open);
  }
}

/** @returns the sources that hold the day's digest back */
async function fetchNow(ctx: Context): Promise<SourceHealth[]> {
  await fetchPapers(ctx);
  return sickSources(ctx);
}

interface MissingDay {
  kind: DigestKind;
  date: Day;
  late: boolean;
  /** Whether a draft waits to be frozen as it is. */
  draft: boolean;
}

/**
 * Days whose time has come and that have no row yet, or a draft that was there by then: today, and those that nobody was
 * awake for. A draft that a person made later goes out when that person says so.
 */
async function missingDays(ctx: Context): Promise<MissingDay[]> {
  const { DIGEST_TIME: time, DIGEST_TIMEZONE: zone, DIGEST_CATCH_UP: catchUp } = ctx.config;
  const now = ctx.now();
  await ctx.db.run(sql`insert into scheduler_heartbeat (started_at) values (${now}) on conflict do nothing`);
  const today = dayIn(zone, now);
  const rows = await ctx.db.rows(
    z.object({
      kind: digestKind,
      date: z.string(),
      startsAt: z.date(),
      firstAt: z.date(),
      status: z.string().nullable(),
    }),
    sql`select kinds.kind, day::date as date, starts.at as "startsAt", scheduler.started_at as "firstAt", digest.status
      from scheduler_heartbeat as scheduler, generate_series(${addDays(today, -lookBack)}::date, ${today}::date, interval '1 day') as day
        cross join lateral (select first_instant(day::date + ${time}::time, ${zone}) as at) as starts
        join unnest(enum_range(null::digest_kind)) as kinds(kind) on kinds.kind = 'daily' or extract(isodow from day) = 1
        left join digest on digest.kind = kinds.kind and digest.date = day::date
      where starts.at <= ${now}
        and (digest.id is null or digest.status = 'draft' and digest.draft_since < starts.at)
      order by day, kinds.kind`,
  );
  return rows.flatMap(({ kind, date, startsAt, firstAt, status }) => {
    if (date < dayIn(zone, firstAt)) return [];
    // The first start is not late: its day counts from then.
    const deadline = Math.max(startsAt.getTime(), firstAt.getTime()) + catchUp;
    const late = now.getTime() > deadline;
    const draft = status === 'draft';
    return late && draft ? [] : [{ kind, date, late, draft }];
  });
}

async function answerFor(ctx: Context, missing: MissingDay, sick: SourceHealth[]): Promise<void> {
  const { kind, date, late, draft } = missing;
  const trouble = late || draft ? [] : sick.map(({ source, reason }) => `${source}: ${reason}`);
  if (trouble.length > 0 && (await isWithinTheHour(ctx, date))) {
    ctx.log.warn({ event: 'digest.held', kind, date, trouble });
    return;
  }
  const answered = await ctx.db.sqlTransaction(async (tx) => {
    await lockDigests(tx, kind);
    const before = await digestOf(tx, kind, date);
    if (before?.status === 'draft') await freeze(ctx, tx, before.id);
    if (before !== undefined) return before;
    const made = late
      ? await writeSkipped(ctx, tx, { kind, date }, 'nobody was awake to compose it in time')
      : await composeReady(ctx, tx, { kind, date }, trouble);
    await tell(ctx, tx, missing, made, trouble);
    return made;
  });
  ctx.log.info({ event: 'digest.composed', kind, date, status: answered.status, reason: answered.reason });
}

/** Tells the operator that a day went without its digest, or had it late. A weekend without papers is nothing unusual. */
async function tell(
  ctx: Context,
  tx: Queryable,
  { kind, date, late }: MissingDay,
  { status, reason }: Digest,
  trouble: string[],
): Promise<void> {
  const weekend = [0, 6].includes(new Date(date).getUTCDay());
  if (status === 'skipped' && (late || trouble.length > 0 || !weekend)) {
    await alertOperator(ctx.config, tx, { event: 'digest-skipped', kind, date, reason: reason ?? '' });
  }
  if (status === 'ready' && trouble.length > 0) {
    await alertOperator(ctx.config, tx, { event: 'digest-late', kind, date, sources: trouble });
  }
}

/** How long a sick source holds a digest back: an hour past its time; then it goes with what there is. */
async function isWithinTheHour(ctx: Context, date: Day): Promise<boolean> {
  const { DIGEST_TIME: time, DIGEST_TIMEZONE: zone } = ctx.config;
  const row = await ctx.db.row(
    z.object({ within: z.boolean() }),
    sql`select first_instant(${date}::date + ${time}::time, ${zone}) + interval '1 hour' > ${ctx.now()} as within`,
  );
  return row?.within === true;
}

function openDigests(ctx: Context): Promise<Digest[]> {
  return ctx.db.rows(
    digest,
    sql`select ${digestColumns} from digest where status in ('ready', 'sending') order by date, id`,
  );
}

/** `sent`: the last due time has passed, every slot is queued and no row is open. */
async function finish(ctx: Context, open: Digest): Promise<void> {
  const last = open.sendAt ?? new Date(Math.max(open.startsAt.getTime(), open.readyAt?.getTime() ?? 0) + everyHour);
  if (last > ctx.now()) return;
  await ctx.db.sqlTransaction(async (tx) => {
    const through = await isThrough(tx, open.id);
    if (!through) return;
    const final = await countsOf(tx, { id: open.id, finalCounts: null });
    await tx.run(sql`update digest set status = 'sent', sent_at = ${ctx.now()}, final_counts = ${JSON.stringify(final)}::jsonb
      where id = ${open.id}`);
  });
}

async function isThrough(tx: Queryable, id: number): Promise<boolean> {
  const locked = await tx.run(sql`select from digest where id = ${id} and status in ('ready', 'sending') for update`);
  if (locked === 0) return false;
  const open = await tx.run(sql`select from delivery where digest_id = ${id}
      and (state in ('queued', 'sending', 'deferred') or state = 'uncertain' and next_at is not null) limit 1`);
  const unfired = await tx.run(sql`select from slot where digest_id = ${id} and done_at is null limit 1`);
  return open === 0 && unfired === 0;
}
