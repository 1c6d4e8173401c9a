import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import { databaseNow } from '../../db/clock.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import { enqueueTransactionalEmail } from '../../outbox/enqueue.ts';
import { suppressionOf } from '../../suppressions/suppressions.ts';
import { forgetErasure, recordConsent } from '../consent.ts';
import { preferenceInput } from '../preferences/definitions.ts';
import { applyPreferences } from '../preferences/preferences.ts';
import { lockSubscribers } from '../sql/lock.ts';
import { isSubscribed } from '../subscriber.ts';
import { readToken } from '../tokens.ts';
import { confirmableSince } from './confirmation-lifetime.ts';
import { resetThrottle } from './confirmation-throttle.ts';

/**
 * `gone`: expired, or its subscriber confirmed with it and unsubscribed since. `unknown`: not a
 * valid token.
 */
type ConfirmState = 'open' | 'confirmed' | 'already' | 'gone' | 'unknown';

/** What a confirmation link does or did, and the subscriber's language. */
export interface ConfirmResult {
  state: ConfirmState;
  language: string | null;
}

const unknown: ConfirmResult = { state: 'unknown', language: null };

type Confirmation = Prisma.ConfirmationGetPayload<{ include: { subscriber: true } }>;

/** Returns what a confirmation link would do. Read-only. */
export async function readConfirmation(ctx: Context, token: string): Promise<ConfirmResult> {
  const id = readToken(ctx.keys, 'confirm', token);
  if (id === undefined) return unknown;
  const found = await find(ctx.db, id);
  return { state: await stateOf(ctx, ctx.db, found), language: found?.subscriber.language ?? null };
}

/**
 * Activates the subscriber, records a consent and applies the preferences of the subscribe request.
 */
export async function confirm(
  ctx: Context,
  token: string,
  ip: string | undefined,
): Promise<ConfirmResult> {
  const id = readToken(ctx.keys, 'confirm', token);
  if (id === undefined) return unknown;
  return ctx.db.transaction(async (tx) => {
    const { subscriberId } = (await find(tx, id)) ?? { subscriberId: 0 };
    await tx.run(lockSubscribers({ ids: [subscriberId] }));
    const found = await find(tx, id);
    const state = await stateOf(ctx, tx, found);
    if (state !== 'open' || found === null)
      return { state, language: found?.subscriber.language ?? null };
    await activate(ctx, tx, found, ip);
    return { state: 'confirmed', language: found.subscriber.language };
  });
}

async function activate(
  ctx: Context,
  tx: DbClient,
  found: Confirmation,
  ip: string | undefined,
): Promise<void> {
  const { id, subscriberId, page, preferences, subscriber } = found;
  // One time for both: with a later `schedule_since`, a digest of an earlier hour would be due.
  const now = ctx.now();
  await tx.prisma.confirmation.update({ where: { id }, data: { usedAt: await databaseNow(tx) } });
  await tx.prisma.subscriber.update({
    where: { id: subscriberId },
    data: {
      status: 'active',
      activeSince: now,
      pausedUntil: null,
      confirmationQueuedAt: null,
      ...notUnsubscribed,
    },
  });
  await applyPreferences(tx, subscriberId, preferenceInput.parse(preferences ?? {}), now);
  await recordConsent(ctx, tx, { subscriberId, page, ip });
  await forgetErasure(ctx, tx, subscriber.emailKey);
  await resetThrottle(ctx, tx, subscriber.emailKey);
  await enqueueTransactionalEmail(tx, { kind: 'welcome', subscriberId, hours: 24 });
}

/** The columns of a subscriber who has not unsubscribed. */
export const notUnsubscribed = {
  unsubscribedAt: null,
  unsubscribeReason: null,
  unsubscribeComment: null,
  undoExpiresAt: null,
} as const satisfies Prisma.SubscriberUpdateInput;

function find({ prisma }: DbClient, id: number): Promise<Confirmation | null> {
  return prisma.confirmation.findUnique({ where: { id }, include: { subscriber: true } });
}

async function stateOf(
  ctx: Context,
  db: DbClient,
  found: Confirmation | null,
): Promise<ConfirmState> {
  if (found === null) return 'gone';
  const { status } = found.subscriber;
  const isUsable = found.usedAt === null && !(await isStale(ctx, db, found));
  if (isSubscribed(status)) return isUsable || found.usedAt !== null ? 'already' : 'gone';
  return isUsable && (status === 'pending' || status === 'unsubscribed') ? 'open' : 'gone';
}

/**
 * Whether a confirmation has expired, is older than an unsubscribe, or is for an address that was
 * suppressed since.
 */
async function isStale(
  { keys }: Context,
  db: DbClient,
  { createdAt, sendAt, subscriber }: Confirmation,
): Promise<boolean> {
  const now = await databaseNow(db);
  const { unsubscribedAt, emailKey } = subscriber;
  if (sendAt < confirmableSince(now)) return true;
  if (unsubscribedAt !== null && createdAt < unsubscribedAt) return true;
  return (await suppressionOf(db, keys, emailKey, now)) !== null;
}
