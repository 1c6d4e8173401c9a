import type { Context } from '../context.ts';
import { sql } from '../db/sql.ts';
import { readToken } from './tokens.ts';

/** Ends a subscription, at once and as often as asked; an erased reader's link stays good. `unknown`: no link of ours. */
export async function unsubscribe(ctx: Context, token: string): Promise<'unsubscribed' | 'unknown'> {
  const id = readToken(ctx.keys, 'unsubscribe', token);
  if (id === undefined) return 'unknown';
  await unsubscribeById(ctx, id);
  return 'unsubscribed';
}

/** The same, by an operator. */
export async function unsubscribeById(ctx: Context, id: number): Promise<void> {
  await ctx.db.run(sql`update subscriber
    set status = 'unsubscribed', unsubscribed_at = clock_timestamp(), paused_until = null
    where id = ${id} and status in ('pending', 'active', 'paused')`);
}
