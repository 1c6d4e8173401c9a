import { createHash } from 'node:crypto';
import type { DbClient } from '../../db/client.ts';
import type { Digest } from '../digest.ts';
import type { History } from './history.ts';
import { listFor, type Pool } from './personal-list.ts';
import { insertSelections, type ListRow, matchTopics } from './sql/lists.ts';
import type { MissingList } from './sql/queue.ts';

/**
 * Lists computed per batch (about 20 ms), so that the process can handle other requests in between.
 */
const batchSize = 2_000;

/**
 * Writes the missing lists of a digest: one per distinct combination of preferences and papers
 * shown before, never one per reader. Readers without preferences who were shown nothing of the
 * pool get the issue.
 */
export async function writeSelections(
  tx: DbClient,
  { id: digestId, issueSize }: Digest,
  history: History,
  missing: MissingList[],
): Promise<void> {
  const size = await tx.prisma.digestPaper.count({ where: { digestId } });
  const topics = [...new Set(missing.flatMap((reader) => reader.topics))];
  const pool = { size, issueSize, matches: await topicMatches(tx, digestId, topics) };
  for (let first = 0; first < missing.length; first += batchSize) {
    const batch = missing.slice(first, first + batchSize);
    const shownTo = await shownBefore(tx, history, batch);
    const rows = batch.map((reader) => listRow(pool, reader, shownTo.get(reader.history)));
    await insertSelections(tx, digestId, rows);
  }
}

function listRow(
  pool: Pool,
  reader: MissingList,
  { shown, key }: Shown = { shown: new Set(), key: '' },
): ListRow {
  const isIssue = reader.listKey === '' && shown.size === 0;
  return {
    readerKey: reader.key,
    selectionKey: isIssue ? null : reader.listKey + key,
    ranks: listFor(pool, reader, shown),
  };
}

/** The papers that readers with the same history were shown. */
interface Shown {
  shown: ReadonlySet<number>;
  /** Equal for histories that showed the same papers. */
  key: string;
}

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

/** The ranks of a pool that match each topic. Looked up once per topic and pool. */
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
