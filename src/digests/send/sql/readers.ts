import { z } from 'zod';
import type { Queryable } from '../../../db/client.ts';
import { sql, type Sql } from '../../../db/sql.ts';
import { isSuppressed } from '../../../suppressions/sql.ts';
import type { Digest, DigestKind } from '../../digest.ts';

/** The frequencies of readers who receive this kind of digest. */
function frequenciesOf(kind: DigestKind): string[] {
  return kind === 'weekly' ? ['weekly'] : ['daily', 'weekdays'];
}

/**
 * Whether a row of `subscriber` with `due` receives a digest of this kind at that time: they
 * confirmed before, and `weekdays` refers to their local date.
 */
export function isWanted(kind: DigestKind, zone: string, manual = false): Sql {
  return sql`(frequency = any(${frequenciesOf(kind)}::frequency[]) and (${manual}::boolean or active_since < due
    and (frequency <> 'weekdays' or extract(isodow from due at time zone coalesce(timezone, ${zone})) < 6)))`;
}

/**
 * Counts the readers that a manual send would reach: active, not suppressed, and without a delivery
 * of this digest. SQL: anti-joins over three tables.
 */
export async function countReaders(
  db: Queryable,
  { id, kind }: Pick<Digest, 'id' | 'kind'>,
): Promise<number> {
  const row = await db.row(
    z.object({ count: z.number() }),
    sql`select count(*) from subscriber where status = 'active' and frequency = any(${frequenciesOf(kind)}::frequency[])
      and not exists (select from delivery where digest_id = ${id} and subscriber_id = subscriber.id)
      and not ${isSuppressed({ column: 'subscriber.email_key' })}`,
  );
  return row?.count ?? 0;
}
