import { z } from 'zod';
import type { Queryable } from '../../../db/client.ts';
import { sql } from '../../../db/sql.ts';
import { isSuppressed } from '../../../suppressions/sql.ts';
import type { Digest, DigestKind } from '../../digest.ts';

/** The frequencies of readers who receive this kind of digest. */
export function frequenciesOf(kind: DigestKind): string[] {
  return kind === 'weekly' ? ['weekly'] : ['daily', 'weekdays'];
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
