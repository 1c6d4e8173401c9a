import { z } from 'zod';
import { addDays, day, type Day } from '../../lib/dates.ts';
import type { Queryable } from '../../db/client.ts';
import type { Rankable, Signals } from './rankable.ts';
import { observationsOf, votedPapers } from './sql.ts';
import { type Attributes, type PastPaper, type TrackRecord, trackRecordsFrom } from './track-record.ts';

/** Days of earlier papers that a track record is made of, and papers at most. */
const historyDays = 180;
const historyPapers = 10_000;

/** What the database knows about these papers for their ranking; earlier papers are read only if upvotes are unknown. */
export async function signalsOf(
  db: Queryable,
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

/** When each paper was listed, and its growth where it was observed twice. */
export async function observedSignals(db: Queryable, ids: number[], now: Date): Promise<Map<number, Signals>> {
  const rows = await db.rows(observation, observationsOf(ids, now));
  return new Map(
    rows.map(({ id, listedAt, upvotes, hours }) => [
      id,
      { listedAt, ...(upvotes === null || hours === null ? {} : { growth: { upvotes, hours } }) },
    ]),
  );
}

async function trackRecords(
  db: Queryable,
  papers: (Rankable & Attributes)[],
): Promise<Map<number, { trackRecord: TrackRecord }>> {
  const unknown = papers.filter(({ upvotes }) => upvotes === null);
  const first = unknown.map(({ listedOn }) => listedOn).toSorted()[0];
  if (first === undefined) return new Map();
  const recordOf = trackRecordsFrom(await papersBefore(db, first));
  return new Map(unknown.map((paper) => [paper.id, { trackRecord: recordOf(paper) }]));
}

const pastPaper = z.object({
  title: z.string(),
  authors: z.array(z.string()),
  organization: z.string().nullable(),
  listedOn: day,
  upvotes: z.number(),
});

function papersBefore(db: Queryable, before: Day): Promise<PastPaper[]> {
  return db.rows(pastPaper, votedPapers({ from: addDays(before, -historyDays), before, limit: historyPapers }));
}
