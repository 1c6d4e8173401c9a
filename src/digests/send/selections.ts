import type { DbClient } from '../../db/client.ts';
import type { Sql } from '../../db/sql.ts';
import { listFor } from './list.ts';
import { insertSelections, matchTopics, missingLists } from './sql.ts';

/**
 * Writes the selections that a digest lacks for these readers: one per distinct set of preferences, never one per reader.
 * @param readers a query of `list_key, topics, topics_only, papers`
 */
export async function writeSelections(tx: DbClient, digestId: number, readers: Sql): Promise<void> {
  const missing = await missingLists(tx, digestId, readers);
  if (missing.length === 0) return;
  const { issueSize, _count } = await tx.prisma.digest.findUniqueOrThrow({
    select: { issueSize: true, _count: { select: { papers: true } } },
    where: { id: digestId },
  });
  const pool = Array.from({ length: _count.papers }, (_, index) => index + 1);
  const matches = await topicMatches(tx, digestId, [...new Set(missing.flatMap(({ topics }) => topics))]);
  const lists = missing.map((choices) => ({
    key: choices.key,
    ranks: listFor(pool, matches, choices, issueSize),
  }));
  await insertSelections(tx, digestId, lists);
}

/** The ranks of a pool that match each topic: looked up once per topic and pool. */
async function topicMatches(tx: DbClient, digestId: number, topics: string[]): Promise<Map<string, number[]>> {
  await matchTopics(tx, digestId, topics);
  const rows = await tx.prisma.topicMatch.findMany({ where: { digestId, topic: { in: topics } } });
  return new Map(rows.map(({ topic, ranks }) => [topic, ranks]));
}
