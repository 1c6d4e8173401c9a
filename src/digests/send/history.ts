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

/** What other digests share with one digest, by id. A run reads each frozen pool once. */
export type PoolCache = Map<number, SharingPool>;

/** Finds the digests that share papers with this one, and those papers. */
export async function historyOf(
  { prisma }: DbClient,
  digest: Pick<Digest, 'id'>,
  cache: PoolCache,
): Promise<History> {
  const pools = await sharingPools(prisma, digest, cache);
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
  /** When the other pool was frozen. */
  readyAt: Date | null;
  /** The ranks in this pool by those in the other one. */
  ranks: Map<number, number>;
  /** The ranks in this pool of the papers of the other issue. */
  issue: number[];
}

/**
 * The other frozen digests that share papers with this one, by id in ascending order. Digests of
 * both kinds: a reader may change from daily to weekly.
 */
async function sharingPools(
  prisma: DbClient['prisma'],
  { id }: Pick<Digest, 'id'>,
  cache: PoolCache,
): Promise<Map<number, SharingPool>> {
  const others = await prisma.digest.findMany({
    where: { id: { not: id }, ...publicDigest },
    select: { id: true, issueSize: true, readyAt: true },
    orderBy: { id: 'asc' },
  });
  const unread = others.filter(
    (other) => cache.get(other.id)?.readyAt?.getTime() !== other.readyAt?.getTime(),
  );
  if (unread.length > 0) await readPools(prisma, id, unread, cache);
  return new Map(
    others.flatMap((other) => {
      const pool = cache.get(other.id);
      return pool === undefined || pool.ranks.size === 0 ? [] : [[other.id, pool] as const];
    }),
  );
}

/** Reads which papers of these digests are in the pool of the digest with this id. */
async function readPools(
  prisma: DbClient['prisma'],
  id: number,
  others: Pick<Digest, 'id' | 'issueSize' | 'readyAt'>[],
  cache: PoolCache,
): Promise<void> {
  const mine = await prisma.digestPaper.findMany({
    where: { digestId: id },
    select: { rank: true, paperId: true },
  });
  const rankOf = new Map(mine.map(({ rank, paperId }) => [paperId, rank]));
  const shared = await prisma.digestPaper.findMany({
    where: { paperId: { in: [...rankOf.keys()] }, digestId: { in: others.map((one) => one.id) } },
    select: { digestId: true, rank: true, paperId: true },
  });
  for (const { id: digestId, issueSize, readyAt } of others) {
    const ranks = new Map<number, number>();
    for (const paper of shared) {
      const here = rankOf.get(paper.paperId);
      if (paper.digestId === digestId && here !== undefined) ranks.set(paper.rank, here);
    }
    const issue = [...ranks].flatMap(([rank, here]) => (rank <= issueSize ? [here] : []));
    cache.set(digestId, { readyAt, ranks, issue });
  }
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
  { ranks, issue }: Pick<SharingPool, 'ranks' | 'issue'> = { ranks: new Map(), issue: [] },
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
