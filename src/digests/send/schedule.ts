import { lockKind } from '../lock.ts';
import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import { dateOf } from '../../lib/dates.ts';
import { alertOperator } from '../../outbox/alert.ts';
import { fetchPapers } from '../../papers/sources/fetch.ts';
import { unhealthySources } from '../../papers/sources/health.ts';
import { composeReady, composeTimeout, writeSkipped } from '../compose/compose.ts';
import { type DueDay, dueDays } from '../compose/due.ts';
import { alertOverdueDrafts } from '../compose/overdue-draft.ts';
import { type Digest, digestFrom } from '../digest.ts';
import { digestOf } from '../queries.ts';
import type { FailedSource } from '../reason.ts';
import { sourceTexts } from '../reason-text.ts';
import { queueLateReaders, queueSlots } from './fan-out.ts';
import { finish } from './finish.ts';
import { fireSlots } from './slots.ts';
import { recordTick } from './sql/tick.ts';
import { freeze } from './states.ts';

/**
 * Advances digests through their steps: due, composed or frozen, slots fired, readers queued, sent.
 * The database decides each step, so any number of processes may run this each minute, and any
 * number of ticks may be missed.
 */
export async function digestTick(ctx: Context): Promise<void> {
  await composeDue(ctx);
  await queueDue(ctx);
  await alertOverdueDrafts(ctx);
}

/** Records that the scheduler runs. */
export function noteTick(ctx: Context): Promise<void> {
  return recordTick(ctx.db, ctx.now());
}

/**
 * Queues the readers who are due. Also runs as a separate task, so that no reader waits for a slow
 * source.
 */
export async function queueDue(ctx: Context): Promise<void> {
  for (const digest of await sendableDigests(ctx.db)) {
    const now = ctx.now();
    if (digest.retriedAt === null) await queueReaders(ctx, digest, now);
    await finish(ctx, digest, now);
  }
}

async function queueReaders(ctx: Context, digest: Digest, now: Date): Promise<void> {
  await fireSlots(ctx, digest, now);
  await queueSlots(ctx, digest);
  await queueLateReaders(ctx, digest);
}

async function sendableDigests({ prisma }: DbClient): Promise<Digest[]> {
  const rows = await prisma.digest.findMany({
    where: { status: { in: ['ready', 'sending'] } },
    orderBy: [{ date: 'asc' }, { id: 'asc' }],
  });
  return rows.map(digestFrom);
}

/** Composes the due digests with the newest papers. May take as long as the slowest source. */
async function composeDue(ctx: Context): Promise<void> {
  const days = await dueDays(ctx);
  if (days.length === 0) return;
  const failed = days.some(composesNow) ? await fetchNow(ctx) : [];
  for (const day of days) await composeDay(ctx, day, composesNow(day) ? failed : []);
}

function composesNow({ late, draft }: DueDay): boolean {
  return !late && !draft;
}

/** @returns the sources that delay the day's digest */
async function fetchNow(ctx: Context): Promise<FailedSource[]> {
  await fetchPapers(ctx);
  return (await unhealthySources(ctx)).map(({ source, reason }) => ({
    source,
    detail: reason ?? '',
  }));
}

/**
 * Maximum milliseconds that a failing source delays a digest. After that, it is composed from the
 * available papers.
 */
const waitForSources = 3_600_000;

async function composeDay(ctx: Context, day: DueDay, failed: FailedSource[]): Promise<void> {
  const { kind, date, startsAt } = day;
  if (failed.length > 0 && ctx.now().getTime() < startsAt.getTime() + waitForSources) {
    ctx.log.warn(
      { event: 'digest.waiting', kind, date, sources: sourceTexts(failed) },
      'waiting for a paper source before composing',
    );
    return;
  }
  const { status, reason } = await ctx.db.transaction(
    (tx) => freezeOrCompose(ctx, tx, day, failed),
    composeTimeout,
  );
  ctx.log.info(
    { event: 'digest.composed', kind, date, status, reason: reason?.code ?? null },
    'composed a digest',
  );
}

async function freezeOrCompose(
  ctx: Context,
  tx: DbClient,
  day: DueDay,
  failed: FailedSource[],
): Promise<Digest> {
  const { kind, date, late } = day;
  await lockKind(tx, kind);
  const before = await digestOf(tx, kind, date);
  if (before?.status === 'draft') await freeze(ctx, tx, before.id);
  if (before !== undefined) return before;
  const digest = late
    ? await writeSkipped(ctx, tx, { kind, date }, { code: 'too-late' })
    : await composeReady(ctx, tx, { kind, date }, failed);
  await alertIfUnusual(ctx, tx, digest, failed);
  return digest;
}

/** Alerts the operator to a missing or late digest. A weekend without papers is normal. */
async function alertIfUnusual(
  ctx: Context,
  tx: DbClient,
  { kind, date, status, reason }: Digest,
  failed: FailedSource[],
): Promise<void> {
  if (status === 'skipped' && reason !== null && !isQuietWeekend({ date, reason })) {
    await alertOperator(ctx.config, tx, { event: 'digest-skipped', kind, date, reason });
  }
  if (status === 'ready' && failed.length > 0) {
    await alertOperator(ctx.config, tx, { event: 'digest-late', kind, date, sources: failed });
  }
}

/**
 * Whether a day has no digest because the sources worked but had no papers, as on most weekends.
 */
export function isQuietWeekend({ date, reason }: Pick<Digest, 'date' | 'reason'>): boolean {
  return (
    reason?.code === 'no-papers' &&
    reason.sources.length === 0 &&
    [0, 6].includes(dateOf(date).getUTCDay())
  );
}
