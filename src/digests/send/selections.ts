import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DbClient } from '../../db/client.ts';
import type { Digest } from '../digest.ts';
import type { History } from './history.ts';
import { listFor } from './list.ts';
import { insertSelections, type ListRow, matchTopics, type MissingList } from './sql.ts';

/** Lists that are made at a time, in about 10 ms: then this process answers other requests. */
const batch = 1_000;

/**
 * Writes lists that a digest lacks: one per distinct preferences and papers shown before, never one
 * per reader. Readers without preferences who were shown nothing of the pool have the issue.
 */
export async function writeSelections(
  tx: DbClient,
  { id: digestId, issueSize }: Digest,
  history: History,
  missing: MissingList[],
): Promise<void> {
  const size = await tx.prisma.digestPaper.count({ where: { digestId } });
  const matches = await topicMatches(tx, digestId, [
    ...new Set(missing.flatMap(({ topics }) => topics)),
  ]);
  const shownTo = await shownBefore(tx, history, missing);
  const lists: ListRow[] = [];
  for (const [index, reader] of missing.entries()) {
    const { shown, key: shownKey } = shownTo.get(reader.history) ?? nothing;
    const ranks = listFor({ size, issueSize, matches }, reader, shown);
    const { key: readerKey, listKey } = reader;
    const isIssue = listKey === '' && shown.size === 0;
    lists.push({ readerKey, selectionKey: isIssue ? null : listKey + shownKey, ranks });
    if (index % batch === batch - 1) await nextTurn();
  }
  await insertSelections(tx, digestId, lists);
}

/** What readers with the same history were shown. */
interface Shown {
  shown: ReadonlySet<number>;
  /** The same for histories that showed the same papers. */
  key: string;
}

const nothing: Shown = { shown: new Set(), key: '' };

async function shownBefore(
  tx: DbClient,
  history: History,
  missing: MissingList[],
): Promise<Map<string, Shown>> {
  const histories = new Set(missing.map((reader) => reader.history));
  const ranks = await history.shown(tx, [...histories]);
  return new Map(
    [...ranks].map(([name, shown]) => [name, { shown: new Set(shown), key: keyOf(shown) }]),
  );
}

function keyOf(shown: number[]): string {
  if (shown.length === 0) return '';
  return `:${createHash('sha256').update(shown.join()).digest('base64url').slice(0, 22)}`;
}

/** The ranks of a pool that match each topic: looked up once per topic and pool. */
async function topicMatches(
  tx: DbClient,
  digestId: number,
  topics: string[],
): Promise<Map<string, number[]>> {
  if (topics.length === 0) return new Map();
  await matchTopics(tx, digestId, topics);
  const rows = await tx.prisma.topicMatch.findMany({ where: { digestId, topic: { in: topics } } });
  return new Map(rows.map(({ topic, ranks }) => [topic, ranks]));
}
