import type { DbClient } from '../../db/client.ts';
import { dateOf, addDays } from '../../lib/dates.ts';
import { publicDigest, type Digest } from '../digest.ts';
import { selectionsByIds } from '../mail/sql.ts';
import type { EarlierDigest } from './sql/queue.ts';

/** Days before a digest in which deliveries may have shown papers of its pool. */
const historyDays = 7;

/** The papers of a pool that readers may have been shown earlier. */
export interface History {
  /** Oldest first. */
  earlier: EarlierDigest[];
  /** The ranks of the pool that readers with each of these histories were shown, ascending. */
  shown(tx: DbClient, histories: string[]): Promise<Map<string, number[]>>;
}

/** One delivery of a history: `digest.selection`. Selection 0 is the issue. */
interface Part {
  digestId: number;
  selectionId: number;
}

/** Finds the recent digests that share papers with this one, and those papers. Pools are frozen. */
export async function historyOf({ prisma }: DbClient, digest: Digest): Promise<History> {
  const [mine = noPool, ...others] = await readPools(prisma, digest);
  const rankOf = new Map(mine.ids.map((id, index) => [id, index + 1]));
  const earlier = others
    .filter((pool) => pool.ids.some((id) => rankOf.has(id)))
    .map((pool) => ({ ...pool, ranks: pool.ids.map((id) => rankOf.get(id)) }));
  const poolOf = new Map(earlier.map((pool) => [pool.id, pool]));
  const ranksOf = ({ digestId, selectionId }: Part, list: number[] = []): number[] => {
    const { ranks = [], issueSize = 0 } = poolOf.get(digestId) ?? {};
    const shown =
      selectionId === 0 ? ranks.slice(0, issueSize) : list.map((rank) => ranks[rank - 1]);
    return shown.filter((rank) => rank !== undefined);
  };

  async function shown(tx: DbClient, histories: string[]): Promise<Map<string, number[]>> {
    const parts = histories.map(partsOf);
    const ids = new Set(parts.flat().map(({ selectionId }) => selectionId));
    const lists = new Map(
      (await selectionsByIds(tx, [...ids])).map(({ id, ranks }) => [id, ranks]),
    );
    const ranks = parts.map((all) =>
      all.flatMap((part) => ranksOf(part, lists.get(part.selectionId))),
    );
    return new Map(ranks.map((all, index) => [histories[index] ?? '', ascending(all)]));
  }

  return {
    earlier: earlier.flatMap(({ id, ranks, issueSize, hasLists }) => {
      const issue = ranks.slice(0, issueSize).some((rank) => rank !== undefined);
      return issue || hasLists ? [{ id, issue }] : [];
    }),
    shown,
  };
}

function ascending(ranks: number[]): number[] {
  return [...new Set(ranks)].toSorted((a, b) => a - b);
}

interface PoolPapers {
  id: number;
  /** Paper ids, best first. */
  ids: number[];
  issueSize: number;
  hasLists: boolean;
}

const noPool: PoolPapers = { id: 0, ids: [], issueSize: 0, hasLists: false };

/**
 * The pool of this digest, followed by those of the other frozen digests of its kind, oldest first.
 */
async function readPools(
  prisma: DbClient['prisma'],
  { id, kind, date }: Digest,
): Promise<PoolPapers[]> {
  const rows = await prisma.digest.findMany({
    where: { kind, ...publicDigest, startsAt: { gte: dateOf(addDays(date, -historyDays)) } },
    select: {
      id: true,
      issueSize: true,
      papers: { select: { paperId: true }, orderBy: { rank: 'asc' } },
    },
    orderBy: { id: 'asc' },
  });
  const withLists = await prisma.digest.findMany({
    where: { id: { in: rows.map((row) => row.id) }, selections: { some: {} } },
    select: { id: true },
  });
  const pools = rows.map(({ papers, ...row }) => ({
    ...row,
    ids: papers.map(({ paperId }) => paperId),
    hasLists: withLists.some((other) => other.id === row.id),
  }));
  return [...pools.filter((pool) => pool.id === id), ...pools.filter((pool) => pool.id !== id)];
}

/** Parses a history such as `12.345 13.0`. */
function partsOf(history: string): Part[] {
  return history.split(' ').flatMap((part) => {
    const [digestId, selectionId] = part.split('.').map(Number);
    return digestId === undefined || selectionId === undefined ? [] : [{ digestId, selectionId }];
  });
}
