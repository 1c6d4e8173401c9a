import { dayIn } from '../calendar.ts';
import type { Context } from '../context.ts';
import { dealSamplePapers } from './sample.ts';

/** What a fetch brought, over all sources. */
export interface Fetched {
  added: number;
  updated: number;
  unchanged: number;
  /** The sources that failed, and why. */
  failed: { source: string; reason: string }[];
}

/** Fetches today's papers from every source in use. */
export async function fetchPapers(ctx: Context): Promise<Fetched> {
  const today = dayIn(ctx.config.DIGEST_TIMEZONE, ctx.now());
  const fetched: Fetched = { added: 0, updated: 0, unchanged: 0, failed: [] };
  for (const source of ctx.config.sources) {
    if (source !== 'sample') continue;
    const saved = await dealSamplePapers(ctx, today);
    fetched.added += saved.added;
    fetched.updated += saved.updated;
    fetched.unchanged += saved.unchanged;
  }
  return fetched;
}
