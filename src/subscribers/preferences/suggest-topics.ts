import { z } from 'zod';
import type { Queryable } from '../../db/client.ts';
import { frequentTopics } from '../sql/frequent-topics.ts';

/** Returns topics that a subscriber may want to follow. */
export async function suggestTopics(db: Queryable): Promise<string[]> {
  const rows = await db.rows(z.object({ topic: z.string() }), frequentTopics);
  return rows.map(({ topic }) => topic);
}
