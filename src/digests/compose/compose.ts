import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import { type Day, dateOf } from '../../lib/dates.ts';
import { Problem } from '../../lib/errors/problem.ts';
import { lockPapers } from '../../papers/import/sql.ts';
import { type Digest, digestFrom, type DigestKind } from '../digest.ts';
import { lockDigestById, lockKind } from '../lock.ts';
import { digestOf } from '../queries.ts';
import { type DigestReason, type FailedSource, reasonColumns } from '../reason.ts';
import { isMonday, startsOf } from './due.ts';
import { chosenPool, rankedPool, type Unranked, writePool } from './pool.ts';
import { subjectColumns } from './subject.ts';

/** Maximum milliseconds for composing. It waits for running imports of papers. */
export const composeTimeout = 10 * 60_000;

export interface ComposeRequest {
  kind: DigestKind;
  date: Day;
  /** Exactly these papers in this order, instead of the papers of the window. */
  paperIds?: number[] | undefined;
  /** A subject instead of one made of the titles. */
  subject?: string | undefined;
}

/**
 * Composes a draft, which can be edited. Composing again replaces it. Due drafts are frozen on
 * schedule (`dueDays`).
 * @throws Problem 409 if the digest is no longer a draft, 422 if there are no papers
 */
export async function composeDraft(
  ctx: Context,
  request: ComposeRequest,
): Promise<{ digest: Digest; replaced: boolean }> {
  const { kind, date, paperIds } = request;
  if (kind === 'weekly' && !isMonday(date)) {
    throw new Problem(
      422,
      'Not a Monday',
      `The date of a weekly digest is a Monday; ${date} is not.`,
    );
  }
  return ctx.db.transaction(async (tx) => {
    await lockKind(tx, kind);
    await lockPapers(tx);
    // The row is locked after the wait for imports: a manual send or a cancel in the meantime counts.
    const found = await digestOf(tx, kind, date);
    const before = found && (await lockDigestById(tx, found.id));
    if (before !== undefined && before.status !== 'draft' && before.status !== 'skipped')
      throw notDraft(before);
    const pool =
      paperIds === undefined
        ? await rankedPool(ctx, tx, { kind, date, id: before?.id })
        : await chosenPool(tx, { kind, id: before?.id }, paperIds);
    if (pool.length === 0) throw noPapers(date);
    return {
      digest: await write(ctx, tx, request, pool, { status: 'draft' }),
      replaced: before?.status === 'draft',
    };
  }, composeTimeout);
}

function notDraft({ date, status }: Digest): Problem {
  return new Problem(
    409,
    'Not a draft',
    `The digest for ${date} has the status ${status}; only a draft or a skipped digest can be composed again.`,
  );
}

function noPapers(date: Day): Problem {
  return new Problem(
    422,
    'No papers',
    `No papers are left for the digest of ${date}: none are listed in its window, or all have already been in a digest. Import or fetch more first.`,
  );
}

/**
 * Composes the scheduled digest: `ready`, or `skipped` with the reason if there are no papers.
 * @param failed the sources that failed at that time
 */
export async function composeReady(
  ctx: Context,
  tx: DbClient,
  request: Pick<ComposeRequest, 'kind' | 'date'>,
  failed: FailedSource[],
): Promise<Digest> {
  await lockPapers(tx);
  const pool = await rankedPool(ctx, tx, request);
  if (pool.length === 0)
    return writeSkipped(ctx, tx, request, { code: 'no-papers', sources: failed });
  return write(ctx, tx, request, pool, { status: 'ready' });
}

/** Writes a `skipped` row with the reason why this day has no digest. */
export function writeSkipped(
  ctx: Context,
  tx: DbClient,
  request: Pick<ComposeRequest, 'kind' | 'date'>,
  reason: DigestReason,
): Promise<Digest> {
  return write(ctx, tx, request, [], { status: 'skipped', reason });
}

type Composed = { status: 'draft' | 'ready' } | { status: 'skipped'; reason: DigestReason };

async function write(
  ctx: Context,
  tx: DbClient,
  { kind, date, subject }: Omit<ComposeRequest, 'paperIds'>,
  pool: Unranked[],
  composed: Composed,
): Promise<Digest> {
  const issueSize = ctx.config.DIGEST_PAPERS;
  const [startsAt = ctx.now()] = await startsOf(ctx, tx, [date]);
  const values = {
    status: composed.status,
    ...(composed.status === 'skipped'
      ? reasonColumns(composed.reason)
      : { reason: null, reasonParams: {} }),
    ...subjectColumns(ctx, pool.slice(0, issueSize), subject),
    issueSize,
    createdAt: ctx.now(),
    startsAt,
    readyAt: composed.status === 'ready' ? ctx.now() : null,
    draftedAt: composed.status === 'draft' ? ctx.now() : null,
  };
  const day = { kind, date: dateOf(date) };
  const row = await tx.prisma.digest.upsert({
    where: { kind_date: day },
    create: { ...day, ...values },
    update: values,
  });
  await writePool(tx, row.id, pool);
  return digestFrom(row);
}
