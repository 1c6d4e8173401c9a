import { z } from 'zod';
import type { Queryable } from '../../db/client.ts';
import { sql, type Sql } from '../../db/sql.ts';

/** The choices that make a reader's own list. */
interface Choices {
  topics: string[];
  /** Only what matches; else what matches first, then the rest of the pool. */
  topicsOnly: boolean;
  /** How many papers; null: as many as the issue has. */
  papers: number | null;
}

/**
 * A reader's own list: a pure function of pool and preferences. The ranked lists of the topics are merged in the order of
 * the pool, what matches first.
 * @param pool ranks of the pool, best first
 * @param matches ranks that match, by topic
 */
export function listFor(
  pool: number[],
  matches: ReadonlyMap<string, readonly number[]>,
  { topics, topicsOnly, papers }: Choices,
  issueSize: number,
): number[] {
  const count = papers ?? issueSize;
  if (topics.length === 0) return pool.slice(0, count);
  const matching = new Set(topics.flatMap((topic) => matches.get(topic) ?? []));
  const first = pool.filter((rank) => matching.has(rank));
  const rest = topicsOnly ? [] : pool.filter((rank) => !matching.has(rank));
  return [...first, ...rest].slice(0, count);
}

const wanted = z.object({
  key: z.string(),
  topics: z.array(z.string()),
  topicsOnly: z.boolean(),
  papers: z.number().nullable(),
});

const rankList = z.object({ topic: z.string(), ranks: z.array(z.number()) });

/**
 * Writes the selections that a digest lacks for these readers: one per distinct set of choices, never one per reader.
 * @param readers a query of `list_key, topics, topics_only, papers`
 */
export async function writeSelections(tx: Queryable, digestId: number, readers: Sql): Promise<void> {
  const missing = await tx.rows(
    wanted,
    sql`select distinct on (list_key) list_key as key, topics, topics_only "topicsOnly", papers from (${readers}) as reader
      where list_key is not null and not exists (select from selection where digest_id = ${digestId} and key = list_key)`,
  );
  if (missing.length === 0) return;
  const digest = await tx.row(
    z.object({ issueSize: z.number(), pool: z.number() }),
    sql`select issue_size "issueSize", (select count(*) from digest_paper where digest_id = ${digestId}) as pool
      from digest where id = ${digestId}`,
  );
  if (digest === undefined) return;
  const pool = Array.from({ length: digest.pool }, (_, index) => index + 1);
  const matches = await matchTopics(tx, digestId, [...new Set(missing.flatMap(({ topics }) => topics))]);
  const rows = missing.map((choices) => ({
    key: choices.key,
    ranks: listFor(pool, matches, choices, digest.issueSize),
  }));
  await tx.run(sql`insert into selection (digest_id, key, ranks)
    select ${digestId}, key, ranks from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(key text, ranks int[])
    on conflict do nothing`);
}

/** Which papers of a pool match each topic (free words; a category is a word of the vector too): looked up once per topic and pool. */
async function matchTopics(tx: Queryable, digestId: number, topics: string[]): Promise<Map<string, number[]>> {
  await tx.run(sql`with asked as materialized (
      select asked.topic, topic_query(asked.topic) as query from unnest(${topics}::text[]) as asked(topic)
      where not exists (select from topic_match as known where known.digest_id = ${digestId} and known.topic = asked.topic)
    ), pool as materialized (
      select rank, search from digest_paper join paper on paper.id = paper_id where digest_id = ${digestId}
    )
    insert into topic_match (digest_id, topic, ranks)
    select ${digestId}, topic, array(select rank from pool
      where search @@ query order by rank)
    from asked on conflict do nothing`);
  const rows = await tx.rows(
    rankList,
    sql`select topic, ranks from topic_match where digest_id = ${digestId} and topic = any(${topics}::text[])`,
  );
  return new Map(rows.map(({ topic, ranks }) => [topic, ranks]));
}

/** The ranks of the selections with these ids, both ends included. */
export function selectionsBetween(
  db: Queryable,
  first: number,
  last: number,
): Promise<{ id: number; ranks: number[] }[]> {
  return db.rows(
    z.object({ id: z.number(), ranks: z.array(z.number()) }),
    sql`select id, ranks from selection where id between ${first}::int and ${last}::int order by id`,
  );
}
