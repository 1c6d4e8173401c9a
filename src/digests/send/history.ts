import type { DbClient } from '../../db/client.ts';
import { publicDigest, type Digest } from '../digest.ts';
import { selectionsByIds } from '../mail/sql.ts';
import type { EarlierDigest } from './sql/queue.ts';

/** The papers of a pool that readers may have been shown by other digests. */
export interface History {
  /** In the order of their ids. */
  earlier: EarlierDigest[];
  /** The ranks of the pool that readers with each of these histories were shown, ascending. */
  shown(tx: DbClient, histories: string[]): Promise<Map<string, number[]>>;
}

/** One delivery of a history: `digest.selection`. Selection 0 is the issue. */
interface Part {
  digestId: number;
  selectionId: number;
}

/** Finds the digests that share papers with this one, and those papers. Pools are frozen. */
export async function historyOf(
  { prisma }: DbClient,
  digest: Pick<Digest, 'id' | 'kind'>,
): Promise<History> {
  const pools = await sharingPools(prisma, digest);
  const withLists = await idsWithLists(prisma, [...pools.keys()]);

  async function shown(tx: DbClient, histories: string[]): Promise<Map<string, number[]>> {
    const parts = histories.map(partsOf);
    const ids = new Set(parts.flat().map(({ selectionId }) => selectionId));
    const lists = new Map(
      (await selectionsByIds(tx, [...ids])).map(({ id, ranks }) => [id, ranks]),
    );
    const ranks = parts.map((all) =>
      all.flatMap(({ digestId, selectionId }) => ranksOf(pools.get(digestId), lists, selectionId)),
    );
    return new Map(ranks.map((all, index) => [histories[index] ?? '', ascending(all)]));
  }

  return {
    earlier: [...pools].flatMap(([id, pool]) =>
      pool.issue.length > 0 || withLists.has(id) ? [{ id, issue: pool.issue.length > 0 }] : [],
    ),
    shown,
  };
}

/** What another digest shares with this one. */
interface SharingPool {
  /** The ranks in this pool by those in the other one. */
  ranks: Map<number, number>;
  /** The ranks in this pool of the papers of the other issue. */
  issue: number[];
}

/** The other frozen digests of the same kind that share papers with this one, by id. */
async function sharingPools(
  prisma: DbClient['prisma'],
  { id, kind }: Pick<Digest, 'id' | 'kind'>,
): Promise<Map<number, SharingPool>> {
  const mine = await prisma.digestPaper.findMany({
    where: { digestId: id },
    select: { rank: true, paperId: true },
  });
  const rankOf = new Map(mine.map(({ rank, paperId }) => [paperId, rank]));
  const shared = await prisma.digestPaper.findMany({
    where: {
      paperId: { in: [...rankOf.keys()] },
      digestId: { not: id },
      digest: { kind, ...publicDigest },
    },
    select: { digestId: true, rank: true, paperId: true, digest: { select: { issueSize: true } } },
    orderBy: { digestId: 'asc' },
  });
  const pools = new Map<number, SharingPool>();
  for (const { digestId, rank, paperId, digest } of shared) {
    const pool: SharingPool = pools.get(digestId) ?? { ranks: new Map(), issue: [] };
    const here = rankOf.get(paperId) ?? 0;
    pool.ranks.set(rank, here);
    if (rank <= digest.issueSize) pool.issue.push(here);
    pools.set(digestId, pool);
  }
  return pools;
}

/** Which of these digests have personal lists. */
async function idsWithLists(prisma: DbClient['prisma'], ids: number[]): Promise<Set<number>> {
  const rows = await prisma.digest.findMany({
    where: { id: { in: ids }, selections: { some: {} } },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}

/** The ranks in this pool that a delivery of another digest showed. */
function ranksOf(
  { ranks, issue }: SharingPool = { ranks: new Map(), issue: [] },
  lists: ReadonlyMap<number, number[]>,
  selectionId: number,
): number[] {
  if (selectionId === 0) return issue;
  return (lists.get(selectionId) ?? []).flatMap((rank) => ranks.get(rank) ?? []);
}

function ascending(ranks: number[]): number[] {
  return [...new Set(ranks)].toSorted((a, b) => a - b);
}

/** Parses a history such as `12.345 13.0`. */
function partsOf(history: string): Part[] {
  return history.split(' ').flatMap((part) => {
    const [digestId, selectionId] = part.split('.').map(Number);
    return digestId === undefined || selectionId === undefined ? [] : [{ digestId, selectionId }];
  });
}
