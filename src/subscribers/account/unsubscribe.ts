import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { DbClient, Queryable } from '../../db/client.ts';
import { databaseNow } from '../../db/clock.ts';
import type { Subscriber } from '../../generated/prisma/client.ts';
import { skipDeliveries } from '../../outbox/sql/skip-deliveries.ts';
import { suppressionOf } from '../../suppressions/suppressions.ts';
import { type ConsentEvent, recordConsent } from '../consent.ts';
import { applyPreferences } from '../preferences/preferences.ts';
import { notUnsubscribed } from '../signup/confirm.ts';
import { endSubscriptions } from '../sql/status.ts';
import { lockSubscribers } from '../sql/lock.ts';
import { readToken } from '../tokens.ts';

/** Minutes within which the page after unsubscribing can undo it. */
const undoMinutes = 60;

/**
 * Ends a subscription immediately. It is idempotent, and the link of an erased subscriber still
 * works.
 */
export async function unsubscribe(
  ctx: Context,
  token: string,
): Promise<'unsubscribed' | 'unknown'> {
  const id = readToken(ctx.keys, 'unsubscribe', token);
  if (id === undefined) return 'unknown';
  await ctx.db.run(endSubscriptions([id], undoMinutes));
  return 'unsubscribed';
}

/**
 * The same, for an operator or a message to the unsubscribe address. Only a new confirmation
 * reactivates the subscriber.
 */
export async function unsubscribeById({ db }: { db: Queryable }, ...ids: number[]): Promise<void> {
  await db.run(endSubscriptions(ids, 0));
}

type Undoable = Pick<Subscriber, 'status' | 'undoExpiresAt'>;

function canUndo({ status, undoExpiresAt }: Undoable, now: Date): boolean {
  return status === 'unsubscribed' && undoExpiresAt !== null && undoExpiresAt > now;
}

/** What the page of an unsubscribe link shows. */
export type UnsubscribeView = Pick<Subscriber, 'id' | 'language' | 'timezone' | 'pausedUntil'> & {
  canUndo: boolean;
  /** Whether the address has changed; the link may then be in a message to an earlier address. */
  hasMoved: boolean;
};

/** An erased subscriber gets the same response as one who unsubscribed long ago. */
export async function readUnsubscribeLink(
  ctx: Context,
  token: string,
): Promise<'unknown' | UnsubscribeView> {
  const id = readToken(ctx.keys, 'unsubscribe', token);
  if (id === undefined) return 'unknown';
  const found = await ctx.db.prisma.subscriber.findUnique({ where: { id } });
  if (found === null)
    return {
      id,
      language: null,
      timezone: null,
      pausedUntil: null,
      canUndo: false,
      hasMoved: false,
    };
  const { language, timezone, pausedUntil, previousEmailHashes } = found;
  return {
    id,
    language,
    timezone,
    pausedUntil,
    canUndo: canUndo(found, await databaseNow(ctx.db)),
    hasMoved: previousEmailHashes.length > 0,
  };
}

/** Alternatives that the page after unsubscribing offers. */
export type UndoChoice = { kind: 'pause'; days: number } | { kind: 'weekly' };

/**
 * Undoes an unsubscribe through this link less than an hour ago: the subscriber is paused or gets
 * one digest a week. The subscriber's own action is recorded as a consent. Deliveries that were
 * queued before the unsubscribe stay unsent.
 * @returns `gone` if the subscriber did not unsubscribe through the link, the hour has passed, or
 *   the address is suppressed
 */
export function undoUnsubscribe(
  ctx: Context,
  token: string,
  choice: UndoChoice,
  ip: string | undefined,
): Promise<'undone' | 'gone'> {
  const id = readToken(ctx.keys, 'unsubscribe', token) ?? 0;
  return ctx.db.transaction(async (tx) => {
    await tx.run(lockSubscribers({ ids: [id] }));
    const found = await tx.prisma.subscriber.findUnique({ where: { id } });
    if (found === null) return 'gone';
    const now = await databaseNow(tx);
    if (!canUndo(found, now) || (await suppressionOf(tx, ctx.keys, found.emailKey, now)) !== null) {
      return (await isUndone(ctx, tx, found, choice)) ? 'undone' : 'gone';
    }
    await reactivate(ctx, tx, id, choice);
    await recordConsent(ctx, tx, {
      subscriberId: id,
      page: '/unsubscribe',
      ip,
      event: eventOf(choice),
    });
    await skipDeliveries(tx, id, 'unsubscribed');
    return 'undone';
  });
}

function eventOf({ kind }: UndoChoice): ConsentEvent {
  return kind === 'pause' ? 'returned-paused' : 'returned-weekly';
}

async function reactivate(
  ctx: Context,
  tx: DbClient,
  id: number,
  choice: UndoChoice,
): Promise<void> {
  const now = ctx.now();
  const pausedUntil =
    choice.kind === 'pause' ? new Date(now.getTime() + choice.days * 86_400_000) : null;
  await tx.prisma.subscriber.update({
    where: { id },
    data: {
      status: pausedUntil === null ? 'active' : 'paused',
      activeSince: now,
      pausedUntil,
      ...notUnsubscribed,
    },
  });
  if (choice.kind === 'weekly') await applyPreferences(tx, id, { frequency: 'weekly' }, now);
}

/**
 * Whether the same button was pressed within the last hour. A second press gets the same response
 * as the first.
 */
async function isUndone(
  ctx: Context,
  { prisma }: DbClient,
  { id, status }: Subscriber,
  choice: UndoChoice,
): Promise<boolean> {
  if (status !== (choice.kind === 'pause' ? 'paused' : 'active')) return false;
  const since = new Date(ctx.now().getTime() - undoMinutes * 60_000);
  const consent = await prisma.consent.findFirst({
    where: { subscriberId: id, event: eventOf(choice), at: { gt: since } },
  });
  return consent !== null;
}

/** Reasons for unsubscribing that the page after it offers. */
const reasons = ['too-often', 'not-relevant', 'too-long', 'not-asked', 'other'] as const;

export const reasonInput = z.object({
  reason: z.enum(reasons, `one of ${reasons.join(', ')}`).optional(),
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

/**
 * Stores why a subscriber unsubscribed. It is ignored an hour after the unsubscribe, and if the
 * subscriber did not unsubscribe.
 */
export async function saveReason(
  ctx: Context,
  token: string,
  { reason, comment }: z.output<typeof reasonInput>,
): Promise<void> {
  if (reason === undefined && comment === '') return;
  const id = readToken(ctx.keys, 'unsubscribe', token) ?? 0;
  await ctx.db.prisma.subscriber.updateMany({
    where: { id, status: 'unsubscribed', undoExpiresAt: { gt: await databaseNow(ctx.db) } },
    data: { unsubscribeReason: reason ?? null, unsubscribeComment: comment || null },
  });
}
