import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';
import { isSuppressed } from '../../suppressions/sql.ts';
import { clientHash } from '../signup/client-hash.ts';
import { applyPreferences } from '../preferences/preferences.ts';
import { skipDeliveries } from '../../outbox/sql/skip-deliveries.ts';
import { readToken } from '../tokens.ts';

/** Ends a subscription, at once and as often as asked; an erased reader's link stays good. `unknown`: no link of ours. */
export async function unsubscribe(ctx: Context, token: string): Promise<'unsubscribed' | 'unknown'> {
  const id = readToken(ctx.keys, 'unsubscribe', token);
  if (id === undefined) return 'unknown';
  // A second press does not open the hour anew, nor does it open one for who never confirmed.
  await ctx.db.run(sql`update subscriber set
      status = 'unsubscribed', unsubscribed_at = clock_timestamp(), paused_until = null, unsubscribe_reason = null,
      return_until = case when status <> 'pending' then clock_timestamp() + interval '1 hour' end
    where id = ${id} and status in ('pending', 'active', 'paused')`);
  return 'unsubscribed';
}

/** The same, by an operator or by mail: nobody but a new confirmation brings the reader back. */
export async function unsubscribeById({ db }: { db: Queryable }, ...ids: number[]): Promise<void> {
  await db.run(sql`update subscriber
    set status = 'unsubscribed', unsubscribed_at = clock_timestamp(), paused_until = null, return_until = null
    where id = any(${ids}::int[]) and status in ('pending', 'active', 'paused')`);
}

const leave = z.object({
  mayReturn: z.boolean(),
  language: z.string().nullable(),
  timezone: z.string().nullable(),
  pausedUntil: z.date().nullable(),
});

/** What the page of an unsubscribe link shows; of a reader who was erased since, as little as of one who left long ago. */
export async function readLeave(
  ctx: Context,
  token: string,
): Promise<'unknown' | (z.output<typeof leave> & { id: number })> {
  const id = readToken(ctx.keys, 'unsubscribe', token);
  if (id === undefined) return 'unknown';
  const found = await ctx.db.row(
    leave,
    sql`select coalesce(status = 'unsubscribed' and return_until > clock_timestamp(), false) as "mayReturn",
      language, timezone, paused_until as "pausedUntil" from subscriber where id = ${id}`,
  );
  return { id, ...(found ?? { mayReturn: false, language: null, timezone: null, pausedUntil: null }) };
}

/** What somebody who has just left may have in place of leaving. */
export type Return = { kind: 'pause'; days: number } | { kind: 'weekly' };

/**
 * Brings a reader back who left by this very link less than an hour ago: paused, or with one digest a week. It is the
 * reader's own act, recorded as a consent. What was queued for them before they left stays unsent.
 * @returns `gone` where there was no such leave, the hour is over, or the address is suppressed
 */
export async function comeBack(
  ctx: Context,
  token: string,
  wish: Return,
  ip: string | undefined,
): Promise<'back' | 'gone'> {
  const id = readToken(ctx.keys, 'unsubscribe', token) ?? 0;
  const status = wish.kind === 'pause' ? 'paused' : 'active';
  const note = `came back: ${wish.kind}`;
  const until = wish.kind === 'pause' ? new Date(ctx.now().getTime() + wish.days * 86_400_000) : null;
  return ctx.db.sqlTransaction(async (tx) => {
    const returned = await tx.run(sql`update subscriber set status = ${status},
        active_since = ${ctx.now()}, paused_until = ${until}, unsubscribed_at = null, unsubscribe_reason = null, return_until = null
      where id = ${id} and status = 'unsubscribed' and return_until > clock_timestamp()
        and not ${isSuppressed(sql`subscriber.email_key`)}`);
    if (returned === 0) {
      // A second press of the same button is answered as the first.
      const again = await tx.row(
        z.object({}),
        sql`select from consent join subscriber on subscriber.id = subscriber_id
          where subscriber_id = ${id} and status = ${status} and note = ${note}
            and at > ${ctx.now()}::timestamptz - interval '1 hour'`,
      );
      return again === undefined ? 'gone' : 'back';
    }
    if (wish.kind === 'weekly') await applyPreferences(tx, id, { frequency: 'weekly' }, ctx.now());
    await tx.run(sql`insert into consent (subscriber_id, source, at, page, client_hash, note)
      values (${id}, 'web', ${ctx.now()}, '/unsubscribe', ${clientHash(ctx.keys, ip)}, ${note})`);
    await skipDeliveries(tx, id, 'unsubscribed');
    return 'back';
  });
}

/** Why readers leave, as the page after it asks. */
const whys = ['too-often', 'not-relevant', 'too-long', 'not-asked', 'other'] as const;

export const reasonInput = z.object({
  reason: z.enum(whys, `one of ${whys.join(', ')}`).optional(),
  comment: z
    .string()
    .transform((text) =>
      text
        .replaceAll(/\r\n?/g, '\n')
        .replaceAll(/[^\P{Cc}\n]/gu, '')
        .trim(),
    )
    .pipe(z.string().max(1000, 'at most 1,000 characters'))
    .default(''),
});

/** Keeps why a reader left, within the hour after it; later, or of somebody who never left, it is dropped in silence. */
export async function keepReason(ctx: Context, token: string, why: z.output<typeof reasonInput>): Promise<void> {
  const text = [why.reason ?? '', why.comment].filter((part) => part !== '').join(': ');
  if (text === '') return;
  await ctx.db.run(sql`update subscriber set unsubscribe_reason = ${text}
    where id = ${readToken(ctx.keys, 'unsubscribe', token) ?? 0} and status = 'unsubscribed'
      and return_until > clock_timestamp()`);
}
