import type { DbClient } from '../../db/client.ts';
import { dateOf, addDays } from '../../lib/dates.ts';
import type { Digest } from '../digest.ts';
import { overlappingDigests, type OverlappingDigests } from './sql.ts';

/** Days before a digest whose deliveries may have shown papers of its pool. */
const historyDays = 7;

/** What readers may have been shown of a pool. */
export interface History extends OverlappingDigests {
  /** The ranks of the pool that readers with such a history were shown, ascending. */
  shown(tx: DbClient, histories: string[]): Promise<Map<string, number[]>>;
}

/** One delivery of a history: `digest.selection`, selection 0 for the issue. */
interface Part {
  digestId: number;
  selectionId: number;
}

/**
 * Reads which digests of the last days share papers with this one, and their papers: pools are
 * frozen.
 */
export async function historyOf(db: DbClient, digest: Digest): Promise<History> {
  const since = dateOf(addDays(digest.date, -historyDays));
  const overlapping = await overlappingDigests(db, digest, since);
  const withLists = overlapping.map(({ id }) => id);
  const withIssue = overlapping.filter(({ issue }) => issue).map(({ id }) => id);
  const earlier = new Map<number, PoolPapers>();
  for (const id of withLists) earlier.set(id, await readPapers(db, id));
  const { rankOf } = await readPapers(db, digest.id);
  const ranksOf = ({ digestId, selectionId }: Part, list: number[] = []): number[] => {
    const { ids, issueSize } = earlier.get(digestId) ?? noPapers;
    const shown =
      selectionId === 0 ? ids.slice(0, issueSize) : list.flatMap((rank) => ids[rank - 1] ?? []);
    return shown.flatMap((id) => rankOf.get(id) ?? []);
  };

  async function shown(tx: DbClient, histories: string[]): Promise<Map<string, number[]>> {
    const parts = histories.map(partsOf);
    const lists = await readLists(tx, parts.flat());
    const ranks = parts.map((all) =>
      all.flatMap((part) => ranksOf(part, lists.get(part.selectionId))),
    );
    return new Map(ranks.map((all, index) => [histories[index] ?? '', ascending(all)]));
  }

  return { withLists, withIssue, shown };
}

function ascending(ranks: number[]): number[] {
  return [...new Set(ranks)].toSorted((a, b) => a - b);
}

interface PoolPapers {
  /** Paper ids, best first. */
  ids: number[];
  rankOf: ReadonlyMap<number, number>;
  issueSize: number;
}

const noPapers: PoolPapers = { ids: [], rankOf: new Map(), issueSize: 0 };

async function readPapers({ prisma }: DbClient, digestId: number): Promise<PoolPapers> {
  const { issueSize, papers } = await prisma.digest.findUniqueOrThrow({
    where: { id: digestId },
    select: {
      issueSize: true,
      papers: { select: { rank: true, paperId: true }, orderBy: { rank: 'asc' } },
    },
  });
  return {
    issueSize,
    ids: papers.map(({ paperId }) => paperId),
    rankOf: new Map(papers.map(({ rank, paperId }) => [paperId, rank])),
  };
}

/** `12.345 13.0` */
function partsOf(history: string): Part[] {
  return history.split(' ').flatMap((part) => {
    const [digestId, selectionId] = part.split('.').map(Number);
    return digestId === undefined || selectionId === undefined ? [] : [{ digestId, selectionId }];
  });
}

async function readLists({ prisma }: DbClient, parts: Part[]): Promise<Map<number, number[]>> {
  const ids = [...new Set(parts.map(({ selectionId }) => selectionId))];
  const lists = await prisma.selection.findMany({
    where: { id: { in: ids } },
    select: { id: true, ranks: true },
  });
  return new Map(lists.map(({ id, ranks }) => [id, ranks]));
}
