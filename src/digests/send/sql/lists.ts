import type { Queryable } from '../../../db/client.ts';
import { sql } from '../../../db/sql.ts';

/** The list for readers with a key. A null `selectionKey` means the unchanged issue. */
export interface ListRow {
  readerKey: string;
  /** The key of the list. Readers with different histories may share it. */
  selectionKey: string | null;
  ranks: number[];
}

/**
 * Inserts selections and assigns them to readers' keys. SQL: one statement inserts thousands of
 * lists that refer to each other. They are passed as one text with a line each because Prisma needs
 * more time for an array than Postgres needs for the whole statement.
 */
export async function insertSelections(
  tx: Queryable,
  digestId: number,
  lists: ListRow[],
): Promise<void> {
  const lines = lists.map(
    ({ readerKey, selectionKey, ranks }) => `${readerKey} ${selectionKey ?? ''} {${ranks.join()}}`,
  );
  await tx.run(sql`with list as materialized (
      select split_part(line, ' ', 1)::uuid as reader_key, nullif(split_part(line, ' ', 2), '') as key,
        split_part(line, ' ', 3)::int[] as ranks
      from string_to_table(${lines.join('\n')}, E'\n') as line
    ), added as (
      insert into selection (digest_id, key, ranks)
      select distinct on (key) ${digestId}::int, key, ranks from list where key is not null
      on conflict do nothing returning id, key
    )
    insert into selection_key (digest_id, reader_key, selection_id, is_empty)
    select ${digestId}, reader_key, coalesce(added.id, (
        select id from selection where digest_id = ${digestId} and key = list.key
      )), key is not null and list.ranks = '{}'
    from list left join added using (key)
    on conflict do nothing`);
}

/**
 * Finds the papers of a pool that match topics (words or a category), unless already done. SQL:
 * full-text search.
 */
export async function matchTopics(
  tx: Queryable,
  digestId: number,
  topics: string[],
): Promise<void> {
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
}
