import { sql } from '../../db/sql.ts';

/**
 * SQL, because each count must read its partial index: Prisma sends the state as a parameter, which
 * no partial index matches.
 */
export const countOpenDeliveries = sql`select 'queued' as state, count(*) from delivery where state = 'queued'
  union all select 'sending', count(*) from delivery where state = 'sending'
  union all select 'retrying', count(*) from delivery where state = 'deferred' or state = 'uncertain'`;

/** SQL, for the same partial index. */
export const oldestQueued = sql`select min(due_at) as "dueAt" from delivery where state = 'queued'`;
