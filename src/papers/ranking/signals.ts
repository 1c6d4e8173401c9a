import { z } from 'zod';
import { addDays, type Day, dateOf, dayOf } from '../../lib/dates.ts';
import type { DbClient } from '../../db/client.ts';
import type { Rankable, Signals } from './rankable.ts';
import { observationsOf } from './sql.ts';
import {
  type Attributes,
  type PastPaper,
  type TrackRecord,
  trackRecordsFrom,
} from './track-record.ts';

/** Days of earlier papers that a track record covers, and the maximum number of papers. */
const historyDays = 180;
const historyPapers = 10_000;

/**
 * Reads the ranking signals of these papers. Earlier papers are read only if upvotes are unknown.
 */
export async function signalsOf(
  db: DbClient,
  papers: (Rankable & Attributes)[],
  now: Date,
): Promise<ReadonlyMap<number, Signals>> {
  const observed = await observedSignals(
    db,
    papers.map(({ id }) => id),
    now,
  );
  const records = await trackRecords(db, papers);
  return new Map(papers.map(({ id }) => [id, { ...observed.get(id), ...records.get(id) }]));
}

const observation = z.object({
  id: z.number(),
  listedAt: z.date(),
  upvotes: z.number().nullable(),
  hours: z.number().nullable(),
});

/** When each paper was listed, and its growth if it was observed at least twice. */
export async function observedSignals(
  db: DbClient,
  ids: number[],
  now: Date,
): Promise<Map<number, Signals>> {
  const rows = await db.rows(observation, observationsOf(ids, now));
  return new Map(
    rows.map(({ id, listedAt, upvotes, hours }) => [
      id,
      { listedAt, ...(upvotes === null || hours === null ? {} : { growth: { upvotes, hours } }) },
    ]),
  );
}

async function trackRecords(
  db: DbClient,
  papers: (Rankable & Attributes)[],
): Promise<Map<number, { trackRecord: TrackRecord }>> {
  const unknown = papers.filter(({ upvotes }) => upvotes === null);
  const first = unknown.map(({ listedOn }) => listedOn).toSorted()[0];
  if (first === undefined) return new Map();
  const recordOf = trackRecordsFrom(await papersBefore(db, first));
  return new Map(unknown.map((paper) => [paper.id, { trackRecord: recordOf(paper) }]));
}

/** Real papers with known upvotes that were listed before a day, newest first. */
async function papersBefore({ prisma }: DbClient, before: Day): Promise<PastPaper[]> {
  const rows = await prisma.paper.findMany({
    where: {
      listedOn: { gte: dateOf(addDays(before, -historyDays)), lt: dateOf(before) },
      upvotes: { not: null },
      source: { not: 'sample' },
    },
    orderBy: [{ listedOn: 'desc' }, { id: 'desc' }],
    take: historyPapers,
    select: { title: true, authors: true, organization: true, listedOn: true, upvotes: true },
  });
  return rows.map((row) => ({ ...row, listedOn: dayOf(row.listedOn), upvotes: row.upvotes ?? 0 }));
}
