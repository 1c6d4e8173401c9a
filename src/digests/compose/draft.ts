import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import type { Day } from '../../lib/dates.ts';
import { paperById } from '../../papers/reading.ts';
import { type Digest, type DigestKind, type Pooled, poolSize } from '../digest.ts';
import { lockDigest, lockKind } from '../lock.ts';
import { poolOf } from '../queries.ts';
import { composeTimeout } from './compose.ts';
import { chosen, isSample, shownPapers, type Unranked, writePool } from './pool.ts';
import { subjectColumns } from './subject.ts';

/**
 * An edit of a draft: move a paper of its pool to a position (1 is the top), remove a paper, or add
 * one at the top.
 */
export type Edit =
  | { kind: 'move'; paperId: number; place: number }
  | { kind: 'remove'; paperId: number }
  | { kind: 'add'; paperId: number };

/**
 * The result of an edit. `used`: another issue contained the paper. `sample`: the draft would mix
 * sample papers and real ones.
 */
export type Edited = 'done' | 'no-draft' | 'no-paper' | 'used' | 'sample' | 'last';

/** The pool after an edit, or why the edit was rejected. */
type Changed = { pool: Unranked[] } | { refused: Edited };

/**
 * Edits the papers of a draft and updates its subject. Other digests are frozen.
 * @throws Problem 404
 */
export function editDraft(
  ctx: Context,
  { kind, date, edit }: { kind: DigestKind; date: Day; edit: Edit },
): Promise<Edited> {
  return ctx.db.transaction(async (tx) => {
    await lockKind(tx, kind);
    const digest = await lockDigest(tx, kind, date);
    if (digest.status !== 'draft') return 'no-draft';
    const before = await poolOf(tx, digest.id);
    const changed =
      edit.kind === 'add'
        ? await added(tx, digest, before, edit.paperId)
        : rearranged(before, edit);
    if ('refused' in changed) return changed.refused;
    await replacePool(ctx, tx, digest, changed.pool);
    return 'done';
  }, composeTimeout);
}

/**
 * Replaces the subject of a draft.
 * @param subject if blank, the subject is made of the titles again
 * @throws Problem 404
 */
export function editSubject(
  ctx: Context,
  { kind, date, subject }: { kind: DigestKind; date: Day; subject: string },
): Promise<Extract<Edited, 'done' | 'no-draft'>> {
  return ctx.db.transaction(async (tx) => {
    const digest = await lockDigest(tx, kind, date);
    if (digest.status !== 'draft') return 'no-draft';
    const issue = await poolOf(tx, digest.id, digest.issueSize);
    await tx.prisma.digest.update({
      where: { id: digest.id },
      data: subjectColumns(ctx, issue, subject),
    });
    return 'done';
  });
}

/** The pool after moving or removing a paper. */
function rearranged(pool: Pooled[], edit: Exclude<Edit, { kind: 'add' }>): Changed {
  const paper = pool.find(({ content }) => content.id === edit.paperId);
  if (paper === undefined) return { refused: 'no-paper' };
  const rest = pool.filter((other) => other !== paper);
  if (edit.kind === 'move') return { pool: rest.toSpliced(Math.max(0, edit.place - 1), 0, paper) };
  return rest.length === 0 ? { refused: 'last' } : { pool: rest };
}

async function added(
  tx: DbClient,
  digest: Digest,
  pool: Pooled[],
  paperId: number,
): Promise<Changed> {
  if (pool.some(({ content }) => content.id === paperId))
    return rearranged(pool, { kind: 'move', paperId, place: 1 });
  const paper = await paperById(tx, paperId);
  if (paper === undefined) return { refused: 'no-paper' };
  if ((await shownPapers(tx, digest, [paper.id])).size > 0) return { refused: 'used' };
  if (isSample(paper) !== pool.some(({ content }) => isSample(content)))
    return { refused: 'sample' };
  return { pool: [chosen(paper, 0), ...pool].slice(0, poolSize) };
}

async function replacePool(
  ctx: Context,
  tx: DbClient,
  digest: Digest,
  pool: Unranked[],
): Promise<void> {
  await writePool(tx, digest.id, pool);
  if (digest.isSubjectEdited) return;
  await tx.prisma.digest.update({
    where: { id: digest.id },
    data: subjectColumns(ctx, pool.slice(0, digest.issueSize)),
  });
}
