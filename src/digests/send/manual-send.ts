import { z } from 'zod';
import type { Day } from '../../lib/dates.ts';
import type { Context } from '../../context.ts';
import { sql } from '../../db/sql.ts';
import { enqueueMail } from '../../outbox/enqueue.ts';
import { suppressionsOf } from '../../suppressions/suppressions.ts';
import { exactly, Problem } from '../../lib/errors/problem.ts';
import { parseAddress } from '../../subscribers/address.ts';
import type { DigestKind } from '../digest.ts';
import { fireEverybody, isFired, queueSlots } from './fan-out.ts';
import { conflict, freeze, lockDigest } from './states.ts';

/** Test copies of one request at most. */
const testCopies = 10;

/** Where test copies go. */
export const testAddresses = z
  .array(z.string())
  .min(1, 'one address at least')
  .max(testCopies, `at most ${testCopies} addresses`);

const sendFields = z.object({
  at: z.iso.datetime({ offset: true, error: 'a time such as 2026-03-14T08:00:00Z' }).optional(),
  to: testAddresses.optional(),
});

export const sendInput = exactly(sendFields).refine(({ at, to }) => at === undefined || to === undefined, {
  path: ['at'],
  message: 'test copies go at once, not at a time',
});

/**
 * Sends a digest now to every active daily and weekdays reader whatever their hour (or at `at`). A draft is frozen.
 * Asked again it queues nobody twice.
 * @param patience milliseconds to spend on queueing here; what is left is queued by the next tick
 * @returns whether this was the first time
 */
export async function sendNow(
  ctx: Context,
  { kind, date, at, patience }: { kind: DigestKind; date: Day; at?: Date | undefined; patience?: number },
): Promise<{ first: boolean }> {
  const now = ctx.now();
  const when = at === undefined || at <= now ? now : at;
  const { id, first, due } = await ctx.db.sqlTransaction(async (tx) => {
    const before = await lockDigest(tx, kind, date);
    if (before.status === 'sent') return { id: before.id, first: false, due: false };
    if (!['draft', 'ready', 'sending'].includes(before.status)) {
      throw conflict(date, before.status, 'Only a draft, a ready digest or one being sent can be sent');
    }
    await freeze(ctx, tx, before.id);
    // Of two at once, the second may have looked at the clock before the first: what was queued says it, not the time.
    const already = (before.sendAt !== null && before.sendAt <= now) || (await isFired(tx, before.id));
    if (!already) await tx.run(sql`update digest set send_at = ${when} where id = ${before.id}`);
    const due = already || when <= now;
    if (due) await fireEverybody(tx, before, now);
    return { id: before.id, first: !already, due };
  });
  if (due) await queueSlots(ctx, { id, kind }, patience);
  return { first };
}

/**
 * Mails test copies: no delivery rows, personal links inert, not in the counts.
 * @throws Problem 422 for an address that is wrong or suppressed; nobody is mailed then
 */
export async function sendTests(
  ctx: Context,
  { kind, date, to }: { kind: DigestKind; date: Day; to: string[] },
): Promise<void> {
  const addresses = to.map((text, index) => {
    const parsed = parseAddress(text);
    if (parsed.ok) return parsed;
    throw new Problem(422, 'Invalid input', `to.${index}: ${parsed.reason}`, [
      { path: `to.${index}`, message: parsed.reason },
    ]);
  });
  await refuseSuppressed(ctx, addresses);
  await ctx.db.sqlTransaction(async (tx) => {
    const { id, status } = await lockDigest(tx, kind, date);
    if (status === 'skipped') throw conflict(date, status, 'It has no papers to show');
    const unique = new Map(addresses.map((address) => [address.key, address.email]));
    for (const address of unique.values()) {
      await enqueueMail(tx, { kind: 'test', address, data: { digestId: id }, hours: 1 });
    }
  });
}

/** @throws Problem 422 */
async function refuseSuppressed(ctx: Context, addresses: { key: string }[]): Promise<void> {
  const keys = addresses.map(({ key }) => key);
  const suppressed = await suppressionsOf(ctx.db, keys, ctx.now());
  if (suppressed.size === 0) return;
  const errors = [...suppressed.keys()].map((key) => ({
    path: `to.${keys.indexOf(key)}`,
    message: 'no mail goes to this address',
  }));
  const detail = 'No mail goes to one of these addresses (bounced, complained or blocked).';
  throw new Problem(422, 'Suppressed address', detail, errors);
}
