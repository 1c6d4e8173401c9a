import { z } from 'zod';
import { type Context, today } from '../../context.ts';
import { frequentTopics } from '../sql/frequent-topics.ts';

/** Returns topics that a subscriber may want to follow. */
export async function suggestTopics(ctx: Context): Promise<string[]> {
  const rows = await ctx.db.rows(z.object({ topic: z.string() }), frequentTopics(today(ctx)));
  return rows.map(({ topic }) => topic);
}
