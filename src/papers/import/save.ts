import type { Day } from '../../lib/dates.ts';
import type { Db, DbClient } from '../../db/client.ts';
import { makeTurns } from '../../lib/turns.ts';
import type { PaperInput } from '../paper.ts';
import { paperColumns, withDays } from '../row.ts';
import { type InputRow, toInputRow } from './input-row.ts';
import { mergeAll, type MergedRow } from './merge-all.ts';
import type { StoredPaper } from './stored-paper.ts';
import { insertPapers, lockPapers, moveReferences, updatePapers } from './sql.ts';

export interface Saved {
  added: number;
  updated: number;
  unchanged: number;
  /** The ids, in the order of the input. */
  ids: number[];
}

interface SaveOptions {
  source: string;
  /** The listing day of papers that do not state one. */
  listedOn: Day;
  /** Called under the lock of saving, so that timestamps have the order of the saves. */
  now: () => Date;
}

/**
 * Milliseconds of one transaction. It waits for other saves, each of which takes one second per
 * thousand papers.
 */
const timeout = 120_000;

/**
 * Saves papers in a fixed number of statements. A paper has one row, no matter how many sources
 * list it.
 */
export async function savePapers(
  db: Db,
  papers: PaperInput[],
  options: SaveOptions,
): Promise<Saved> {
  if (papers.length === 0) return { added: 0, updated: 0, unchanged: 0, ids: [] };
  const { source } = options;
  const inputs = await inputRows(papers, options);
  // Merging changes the rows.
  const counts = inputs.map(({ row: { upvotes, comments } }) => ({ upvotes, comments }));
  return db.transaction(async (tx) => {
    await lockPapers(tx);
    const now = options.now();
    const stored = await candidates(
      tx,
      inputs.map(({ row }) => row),
    );
    const { rows, changes, merged } = mergeAll(stored, inputs);
    await removeMerged(tx, merged);
    const { added, updated } = await write(tx, changes, now);
    // Importing the same file again is not an observation. Neither is an input without counts.
    const changed = new Set(changes);
    const observed = rows.flatMap((row, index) =>
      source !== 'file' || changed.has(row) ? [{ paperId: row.id, ...counts[index] }] : [],
    );
    await recordCounts(tx, observed, now);
    return {
      added,
      updated,
      unchanged: papers.length - added - updated,
      ids: rows.map(({ id }) => id),
    };
  }, timeout);
}

/** Builds the rows. Meanwhile the event loop serves requests. */
async function inputRows(
  papers: PaperInput[],
  { source, listedOn }: SaveOptions,
): Promise<InputRow[]> {
  const turns = makeTurns();
  const rows: InputRow[] = [];
  for (const input of papers) {
    rows.push(toInputRow(input, source, listedOn));
    if (turns.areDue()) await turns.next();
  }
  return rows;
}

/** The stored rows that may match one of these papers, oldest first. */
async function candidates({ prisma }: DbClient, rows: StoredPaper[]): Promise<StoredPaper[]> {
  const titlesOf = (some: StoredPaper[]) => ({ titleKey: { in: some.map((row) => row.titleKey) } });
  const found = await prisma.paper.findMany({
    where: {
      OR: [
        { arxivId: { in: rows.flatMap(({ arxivId }) => arxivId ?? []) } },
        { doi: { in: rows.flatMap(({ doi }) => doi ?? []) } },
        titlesOf(rows.filter(({ arxivId }) => arxivId === null)),
        // Different arXiv ids are different papers, whatever their titles.
        { ...titlesOf(rows.filter(({ arxivId }) => arxivId !== null)), arxivId: null },
      ],
    },
    orderBy: { id: 'asc' },
    select: {
      ...paperColumns,
      titleKey: true,
      editedFields: true,
      digests: { select: { digest: { select: { kind: true } } } },
    },
  });
  return found.map(({ digests, ...row }) => ({
    ...withDays(row),
    digests: digests.map(({ digest }) => digest.kind).toSorted(),
  }));
}

async function write(
  tx: DbClient,
  changes: StoredPaper[],
  now: Date,
): Promise<{ added: number; updated: number }> {
  const added = changes.filter(({ id }) => id === 0);
  const updated = changes.filter(({ id }) => id !== 0);
  await updatePapers(tx, updated, now);
  const ids = await insertPapers(tx, added, now);
  added.forEach((row, index) => {
    row.id = ids[index] ?? 0;
  });
  return { added: added.length, updated: updated.length };
}

async function removeMerged(tx: DbClient, merged: MergedRow[]): Promise<void> {
  if (merged.length === 0) return;
  await moveReferences(tx, merged);
  await tx.prisma.paper.deleteMany({ where: { id: { in: merged.map(({ oldId }) => oldId) } } });
}

/** Records the counts of papers, even unchanged ones: "rising" is computed from them. */
async function recordCounts(
  { prisma }: DbClient,
  observed: { paperId: number; upvotes?: number | null; comments?: number | null }[],
  observedAt: Date,
): Promise<void> {
  const data = observed
    .filter(({ upvotes = null, comments = null }) => upvotes !== null || comments !== null)
    .map((counts) => ({ ...counts, observedAt }));
  await prisma.paperCount.createMany({ data, skipDuplicates: true });
}
