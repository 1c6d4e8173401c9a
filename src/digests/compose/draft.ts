import type { Day } from '../../lib/dates.ts';
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';
import { paperById } from '../../papers/reading.ts';
import { chosenReasons, lockDigests, poolSize, usedPapers, writePool } from './compose.ts';
import type { Digest, DigestKind, Pooled } from '../digest.ts';
import { poolOf } from '../queries.ts';
import { lockDigest } from '../send/states.ts';
import { subjectOf } from './subject.ts';

/** A change of a draft: a paper of its pool moved to a place (1 is the top) or taken out; or one more put on top. */
export type Edit =
  | { kind: 'move'; paperId: number; place: number }
  | { kind: 'take-out'; paperId: number }
  | { kind: 'add'; paperId: number };

/** Why a draft stays as it is. `used`: another digest has had the paper. `sample`: invented papers stand beside no real ones. */
export type Edited = 'done' | 'no-draft' | 'no-paper' | 'used' | 'sample' | 'last';

/** The pool after a change, or why there is none. */
type Changed = { pool: Omit<Pooled, 'rank'>[] } | { refused: Edited };

/** Changes the papers of a draft; its subject follows them. A digest past that is frozen. @throws Problem 404 */
export function editDraft(
  ctx: Context,
  { kind, date, edit }: { kind: DigestKind; date: Day; edit: Edit },
): Promise<Edited> {
  return ctx.db.sqlTransaction(async (tx) => {
    await lockDigests(tx, kind);
    const digest = await lockDigest(tx, kind, date);
    if (digest.status !== 'draft') return 'no-draft';
    const before = await poolOf(tx, digest.id);
    const changed = edit.kind === 'add' ? await added(tx, kind, before, edit.paperId) : rearranged(before, edit);
    if ('refused' in changed) return changed.refused;
    await replacePool(ctx, tx, digest, changed.pool);
    return 'done';
  });
}

/** The pool with a paper moved or taken out. */
function rearranged(pool: Pooled[], edit: Exclude<Edit, { kind: 'add' }>): Changed {
  const paper = pool.find(({ content }) => content.id === edit.paperId);
  if (paper === undefined) return { refused: 'no-paper' };
  const rest = pool.filter((other) => other !== paper);
  if (edit.kind === 'move') return { pool: rest.toSpliced(Math.max(0, edit.place - 1), 0, paper) };
  return rest.length === 0 ? { refused: 'last' } : { pool: rest };
}

async function added(tx: Queryable, kind: DigestKind, pool: Pooled[], paperId: number): Promise<Changed> {
  if (pool.some(({ content }) => content.id === paperId)) return rearranged(pool, { kind: 'move', paperId, place: 1 });
  const paper = await paperById(tx, paperId);
  if (paper === undefined) return { refused: 'no-paper' };
  if ((await usedPapers(tx, kind, [paper.id])).size > 0) return { refused: 'used' };
  const samples = pool.some(({ content }) => content.source === 'sample');
  if ((paper.source === 'sample') !== samples) return { refused: 'sample' };
  const content = { ...paper, reasons: chosenReasons(paper) };
  return { pool: [{ score: 0, content }, ...pool].slice(0, poolSize) };
}

async function replacePool(ctx: Context, tx: Queryable, digest: Digest, pool: Omit<Pooled, 'rank'>[]): Promise<void> {
  const titles = pool.slice(0, digest.issueSize).map(({ content }) => content.title);
  await tx.run(sql`delete from digest_paper where digest_id = ${digest.id}`);
  await writePool(tx, digest, pool);
  await tx.run(sql`update digest set subject = ${subjectOf(ctx.words('en'), titles)} where id = ${digest.id}`);
}
