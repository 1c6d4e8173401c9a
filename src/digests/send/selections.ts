import { createHash } from 'node:crypto';
import type { DbClient } from '../../db/client.ts';
import type { Digest } from '../digest.ts';
import type { History } from './history.ts';
import { listFor } from './list.ts';
import { insertSelections, matchTopics, type MissingList } from './sql.ts';

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
  const shownTo = await history.shown(tx, [...new Set(missing.map((reader) => reader.history))]);
  const lists = missing.map((reader) => {
    const shown = shownTo.get(reader.history) ?? [];
    const { listKey } = reader;
    if (listKey === '' && shown.length === 0)
      return { listKey, history: reader.history, key: null, ranks: [] };
    const ranks = listFor({ size, issueSize, matches }, reader, new Set(shown));
    return { listKey, history: reader.history, key: keyOf(listKey, shown), ranks };
  });
  await insertSelections(tx, digestId, lists);
}

/** Readers who share their preferences and what they were shown share a list. */
function keyOf(listKey: string, shown: number[]): string {
  if (shown.length === 0) return listKey;
  return `${listKey}:${createHash('sha256').update(shown.join()).digest('base64url').slice(0, 22)}`;
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
