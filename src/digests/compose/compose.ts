import { z } from 'zod';
import { addDays, type Day } from '../../lib/dates.ts';
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';
import type { Paper } from '../../papers/paper.ts';
import { papersByIds, papersOfWindow } from '../../papers/reading.ts';
import { lockPapers } from '../../papers/import/save.ts';
import { type Reason, reasonsOf } from '../../papers/ranking/reasons.ts';
import { signalsOf } from '../../papers/ranking/signals.ts';
import { type Ranked, rankPapers } from '../../papers/ranking/trending.ts';
import { Problem } from '../../lib/errors/problem.ts';
import { digest, digestColumns, type Digest, type DigestKind, type Pooled } from '../digest.ts';
import { digestOf } from '../queries.ts';
import { subjectOf } from './subject.ts';

/** Papers of a pool at most. */
export const poolSize = 200;

export interface ComposeRequest {
  kind: DigestKind;
  date: Day;
  /** These papers, in this order, in place of the window's. */
  paperIds?: number[] | undefined;
}

/**
 * Composes a draft by hand: editable, mailed to nobody. Composing again replaces it.
 * @throws Problem 409 when the digest is past being a draft, 422 when there are no papers
 */
export async function composeDraft(
  ctx: Context,
  request: ComposeRequest,
): Promise<{ digest: Digest; replaced: boolean }> {
  if (request.kind === 'weekly' && new Date(request.date).getUTCDay() !== 1) {
    throw new Problem(422, 'Not a Monday', `A weekly digest is dated its Monday; ${request.date} is none.`);
  }
  return ctx.db.sqlTransaction(async (tx) => {
    await lockDigests(tx, request.kind);
    const before = await digestOf(tx, request.kind, request.date);
    if (before !== undefined && before.status !== 'draft' && before.status !== 'skipped') {
      throw new Problem(
        409,
        'Not a draft',
        `The digest of ${request.date} is ${before.status}; only a draft or a skipped one can be composed.`,
      );
    }
    if (before !== undefined) await tx.run(sql`delete from digest where id = ${before.id}`);
    await lockPapers(tx);
    const pool =
      request.paperIds === undefined
        ? await poolFor(ctx, tx, request)
        : await chosen(tx, request.kind, request.paperIds);
    if (pool.length === 0) {
      throw new Problem(
        422,
        'No papers',
        `There are no papers for ${request.date} that no earlier digest has had. Import or fetch some first.`,
      );
    }
    return { digest: await write(ctx, tx, request, pool, 'draft'), replaced: before?.status === 'draft' };
  });
}

/**
 * Composes at the day's time: `ready`, or `skipped` with the reason when there are no papers.
 * @param sick what was wrong with the sources then
 */
export async function composeReady(
  ctx: Context,
  tx: Queryable,
  request: ComposeRequest,
  sick: string[],
): Promise<Digest> {
  await lockPapers(tx);
  const pool = await poolFor(ctx, tx, request);
  if (pool.length === 0) return writeSkipped(ctx, tx, request, ['no papers', ...sick].join('; '));
  return write(ctx, tx, request, pool, 'ready');
}

/** Puts a row there that says why this day has no digest. */
export function writeSkipped(ctx: Context, tx: Queryable, request: ComposeRequest, reason: string): Promise<Digest> {
  return write(ctx, tx, request, [], 'skipped', reason);
}

/** Composing and freezing of one kind happen one after the other: a paper goes into one digest only. */
export async function lockDigests(tx: Queryable, kind: DigestKind): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtext(${`digest:${kind}`}))`);
}

/** Where a digest's window begins, and what of the day before it is new all the same. */
interface Beginning {
  after: Day;
  lateSince: Date | null;
}

/**
 * The papers of a digest's window that none of this kind has had, ranked. What was listed on the last day of the window before
 * after its digest was composed is in no other, and belongs to this one.
 */
async function poolFor(ctx: Context, tx: Queryable, { kind, date }: ComposeRequest): Promise<Ranked[]> {
  const listed = await papersOfWindow(tx, {
    ...(kind === 'weekly' ? await weekBefore(tx, date) : await sinceLast(tx, date)),
    through: kind === 'weekly' ? addDays(date, -1) : date,
  });
  const used = await usedPapers(
    tx,
    kind,
    listed.map(({ id }) => id),
  );
  const papers = withoutSamples(listed.filter(({ id }) => !used.has(id)));
  const ids = papers.map(({ id }) => id);
  const ranked = rankPapers(papers, ctx.now(), await signalsOf(tx, papers, ctx.now())).slice(0, poolSize);
  return kind === 'weekly' ? markRisen(ranked, await roseAgain(tx, ids)) : ranked;
}

const composed = z.object({ date: z.string(), composedAt: z.date() });

/** Daily: from the day of the last earlier digest, 7 days at most; a skipped day is no digest. */
async function sinceLast(tx: Queryable, date: Day): Promise<Beginning> {
  const weekAgo = addDays(date, -7);
  const last = await tx.row(
    composed,
    sql`select date, created_at "composedAt" from digest
      where kind = 'daily' and date < ${date}::date and date > ${weekAgo}::date and status <> 'skipped'
      order by date desc limit 1`,
  );
  return { after: last?.date ?? weekAgo, lateSince: last?.composedAt ?? null };
}

/** Weekly: the seven days before its Monday, whatever became of the week before, whose last day was a Sunday. */
async function weekBefore(tx: Queryable, monday: Day): Promise<Beginning> {
  const last = await tx.row(
    composed,
    sql`select date, created_at "composedAt" from digest where kind = 'weekly' and date = ${addDays(monday, -7)}::date`,
  );
  return { after: addDays(monday, -8), lateSince: last?.composedAt ?? null };
}

/** Papers whose upvotes have doubled since the daily digest that had them. */
async function roseAgain(tx: Queryable, ids: number[]): Promise<Set<number>> {
  const rows = await tx.rows(
    z.object({ id: z.number() }),
    sql`select paper.id from digest_paper join paper on paper.id = paper_id
      where kind = 'daily' and paper.id = any(${ids}::int[])
        and paper.upvotes >= 2 * greatest((content ->> 'upvotes')::int, 5)`,
  );
  return new Set(rows.map(({ id }) => id));
}

function markRisen(ranked: Ranked[], risen: Set<number>): Ranked[] {
  return ranked.map((entry) =>
    risen.has(entry.paper.id) ? { ...entry, reasons: [...entry.reasons, { code: 'rose-again' }] } : entry,
  );
}

async function chosen(tx: Queryable, kind: DigestKind, ids: number[]): Promise<Ranked[]> {
  const papers = await papersByIds(tx, [...new Set(ids)]);
  const unknown = ids.filter((id) => !papers.some((paper) => paper.id === id));
  if (unknown.length > 0)
    throw new Problem(422, 'Unknown papers', `There are no papers with these ids: ${unknown.join(', ')}.`);
  const used = await usedPapers(tx, kind, ids);
  if (used.size > 0)
    throw new Problem(422, 'Papers used before', `Another digest has had these papers: ${[...used].join(', ')}.`);
  return papers.slice(0, poolSize).map((paper, index) => ({ paper, score: -index, reasons: chosenReasons(paper) }));
}

/** Why a paper that an operator chose stands in a digest. */
export function chosenReasons(paper: Paper): Reason[] {
  return [{ code: 'chosen' }, ...reasonsOf(paper)];
}

/** Which of these papers a digest of this kind has had. */
export async function usedPapers(tx: Queryable, kind: DigestKind, ids: number[]): Promise<Set<number>> {
  const rows = await tx.rows(
    z.object({ id: z.number() }),
    sql`select paper_id as id from digest_paper where kind = ${kind} and paper_id = any(${ids}::int[])`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Invented papers never stand beside real ones. */
function withoutSamples(papers: Paper[]): Paper[] {
  const real = papers.filter(({ source }) => source !== 'sample');
  return real.length > 0 ? real : papers;
}

async function write(
  ctx: Context,
  tx: Queryable,
  { kind, date }: ComposeRequest,
  pool: Ranked[],
  status: 'draft' | 'ready' | 'skipped',
  reason: string | null = null,
): Promise<Digest> {
  const { DIGEST_PAPERS: issueSize, DIGEST_TIME: time, DIGEST_TIMEZONE: zone } = ctx.config;
  const subject = subjectOf(
    ctx.words('en'),
    pool.slice(0, issueSize).map(({ paper }) => paper.title),
  );
  const written = await tx.row(
    digest,
    sql`insert into digest (kind, date, status, reason, subject, issue_size, created_at, starts_at, ready_at, draft_since)
      values (${kind}, ${date}::date, ${status}, ${reason}, ${subject}, ${issueSize}, ${ctx.now()},
        first_instant(${date}::date + ${time}::time, ${zone}), ${status === 'ready' ? ctx.now() : null},
        ${status === 'draft' ? ctx.now() : null}) returning ${digestColumns}`,
  );
  if (written === undefined) throw new Error('the digest was not written');
  await writePool(
    tx,
    written,
    pool.map(({ paper, score, reasons }) => ({ score, content: { ...paper, reasons } })),
  );
  return written;
}

/** Writes the papers of a digest that has none, best first. */
export async function writePool(
  tx: Queryable,
  { id, kind }: Pick<Digest, 'id' | 'kind'>,
  pool: Omit<Pooled, 'rank'>[],
): Promise<void> {
  const rows = pool.map(({ score, content }, index) => ({ rank: index + 1, id: content.id, score, content }));
  await tx.run(sql`insert into digest_paper (digest_id, rank, kind, paper_id, score, content)
    select ${id}, rank, ${kind}::digest_kind, id, score, content
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(rank int, id int, score float8, content jsonb)`);
}
