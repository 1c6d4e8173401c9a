import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import { dateOf } from '../../lib/dates.ts';
import { alertOperator } from '../../outbox/alert.ts';
import { fetchPapers } from '../../papers/sources/fetch.ts';
import { unhealthySources } from '../../papers/sources/health.ts';
import { composeReady, composeTimeout, writeSkipped } from '../compose/compose.ts';
import { type DueDay, dueDays, freezesOnSchedule } from '../compose/due.ts';
import { alertOverdueDrafts } from '../compose/overdue-draft.ts';
import type { Digest } from '../digest.ts';
import { lockDigestById, lockKind } from '../lock.ts';
import { digestOf } from '../queries.ts';
import type { FailedSource } from '../reason.ts';
import { sourceTexts } from '../reason-text.ts';
import { fireDueSlots, queueLateReaders, queueSlots } from './fan-out.ts';
import { finish } from './finish.ts';
import { freeze } from './states.ts';

/**
 * Advances digests through their steps: due, composed or frozen, slots inserted, readers queued, sent.
 * The database decides each step, so any number of processes may run this each minute, and any
 * number of ticks may be missed.
 */
export async function digestTick(ctx: Context): Promise<void> {
  await composeDue(ctx);
  await queueDue(ctx);
  await alertOverdueDrafts(ctx);
}

/**
 * Queues the readers who are due. Also runs as a separate task, so that no reader waits for a slow
 * source.
 */
export async function queueDue(ctx: Context): Promise<void> {
  for (const id of await sendableDigests(ctx.db)) {
    const now = ctx.now();
    await queueReaders(ctx, id, now);
    await finish(ctx, id, now);
  }
}

async function queueReaders(ctx: Context, id: number, now: Date): Promise<void> {
  const digest = await fireDueSlots(ctx, id, now);
  if (digest === undefined) return;
  await queueSlots(ctx, digest);
  await queueLateReaders(ctx, digest);
}

/**
 * Returns only ids: while the readers of one digest are queued, an operator may change the next
 * one.
 */
async function sendableDigests({ prisma }: DbClient): Promise<number[]> {
  const rows = await prisma.digest.findMany({
    select: { id: true },
    where: { status: { in: ['ready', 'sending'] } },
    orderBy: [{ date: 'asc' }, { id: 'asc' }],
  });
  return rows.map(({ id }) => id);
}

/** Composes the due digests with the newest papers. May take as long as the slowest source. */
async function composeDue(ctx: Context): Promise<void> {
  const days = await dueDays(ctx);
  if (days.length === 0) return;
  const failed = days.some(composesNow) ? await fetchNow(ctx) : [];
  for (const day of days) await composeDay(ctx, day, composesNow(day) ? failed : []);
}

function composesNow({ isLate, isDraft }: DueDay): boolean {
  return !isLate && !isDraft;
}

/**
 * Fetches the newest papers. If that fails, the digest is composed from the stored ones.
 * @returns the sources that delay the day's digest
 */
async function fetchNow(ctx: Context): Promise<FailedSource[]> {
  try {
    await fetchPapers(ctx);
  } catch (error) {
    ctx.log.error({ event: 'papers.fetch-failed', err: error }, 'papers could not be fetched');
  }
  return (await unhealthySources(ctx)).flatMap(({ source, failure }) =>
    failure === null ? [] : [{ source, failure }],
  );
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
      { event: 'digest.waiting', kind, date, sources: sourceTexts(ctx.words('en'), failed) },
      'waiting for a paper source before composing',
    );
    return;
  }
  const digest = await ctx.db.transaction(
    (tx) => freezeOrCompose(ctx, tx, day, failed),
    composeTimeout,
  );
  if (digest === undefined) return;
  const { status, reason, draftedAt } = digest;
  ctx.log.info(
    { event: 'digest.composed', kind, date, status, reason: reason?.code ?? null },
    draftedAt === null ? 'composed a digest' : 'froze a draft',
  );
}

/** @returns undefined if there is nothing to do: an operator or another process was first */
async function freezeOrCompose(
  ctx: Context,
  tx: DbClient,
  day: DueDay,
  failed: FailedSource[],
): Promise<Digest | undefined> {
  const { kind, date, isLate } = day;
  await lockKind(tx, kind);
  const before = await digestOf(tx, kind, date);
  if (before !== undefined) return freezeDraft(ctx, tx, before.id, day);
  const digest = isLate
    ? await writeSkipped(ctx, tx, { kind, date }, { code: 'too-late' })
    : await composeReady(ctx, tx, { kind, date }, failed);
  await alertIfUnusual(ctx, tx, digest, failed);
  return digest;
}

/** @returns the frozen digest, or undefined if it is no draft from before its scheduled time */
async function freezeDraft(
  ctx: Context,
  tx: DbClient,
  id: number,
  { startsAt }: DueDay,
): Promise<Digest | undefined> {
  const draft = await lockDigestById(tx, id);
  if (draft === undefined || !freezesOnSchedule(draft, startsAt)) return undefined;
  await freeze(ctx, tx, id);
  return { ...draft, status: 'ready' };
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
