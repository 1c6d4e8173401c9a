import { z } from 'zod';
import type { Context } from '../../context.ts';
import { dayIn } from '../../lib/dates.ts';
import { frequentTopics } from '../sql/frequent-topics.ts';

/** Returns topics that a subscriber may want to follow. */
export async function suggestTopics({ db, config, now }: Context): Promise<string[]> {
  const rows = await db.rows(
    z.object({ topic: z.string() }),
    frequentTopics(dayIn(config.DIGEST_TIMEZONE, now())),
  );
  return rows.map(({ topic }) => topic);
}
