import { z } from 'zod';
import type { Queryable } from '../../../db/client.ts';
import { sql } from '../../../db/sql.ts';
import { isSuppressed } from '../../../suppressions/sql.ts';
import type { Digest, DigestKind } from '../../digest.ts';

/** The frequencies of readers who get this kind. */
export function frequenciesOf(kind: DigestKind): string[] {
  return kind === 'weekly' ? ['weekly'] : ['daily', 'weekdays'];
}

/**
 * How many readers a manual send would mail: active, not suppressed, and without this digest so
 * far. SQL: it looks for rows that three tables lack.
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
