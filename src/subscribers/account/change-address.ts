import type { Context } from '../../context.ts';
import { lockInTransaction } from '../../db/advisory-lock.ts';
import type { DbClient } from '../../db/client.ts';
import { databaseNow } from '../../db/clock.ts';
import { isUniqueViolation } from '../../db/unique-violation.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import { deleteAddressed, deleteTried } from '../../outbox/delete.ts';
import { enqueueTransactionalEmail } from '../../outbox/enqueue.ts';
import { suppressionOf } from '../../suppressions/suppressions.ts';
import type { ParsedAddress } from '../address.ts';
import { forgetErasure, recordConsent } from '../consent.ts';
import { confirmableSince } from '../signup/confirmation-lifetime.ts';
import { dayBefore, isThrottled, takeMailboxTurn } from '../signup/confirmation-throttle.ts';
import { lockSubscribers } from '../sql/lock.ts';
import { isSubscribed, subscribed } from '../subscriber.ts';
import { readToken } from '../tokens.ts';

/**
 * Asks both mailboxes whether digests should go to another address. The response does not depend on
 * the new address (no enumeration): a suppressed address and the subscriber's own address get the
 * same response, but no message is sent. Requests are throttled per subscriber and per new address.
 * The message to the new mailbox waits for that mailbox's turn.
 */
export async function requestAddressChange(
  ctx: Context,
  subscriberId: number,
  { email, key }: Extract<ParsedAddress, { ok: true }>,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await tx.run(lockSubscribers({ ids: [subscriberId] }));
    // Serializes requests of two subscribers for the same new address.
    await lockInTransaction(tx, `address-change ${key}`);
    const subscriber = await tx.prisma.subscriber.findUnique({
      where: { id: subscriberId, status: { in: [...subscribed] } },
    });
    if (subscriber === null || (await hasToWait(tx, subscriberId, key))) return;
    const { id: changeId } = await tx.prisma.addressChange.create({
      data: { subscriberId, email, emailKey: key },
    });
    if (subscriber.emailKey === key) return;
    const sendAt = await takeMailboxTurn(ctx, tx, { subscriberId, emailKey: key });
    const suppression = await suppressionOf(tx, ctx.keys, key, await databaseNow(tx));
    if (sendAt !== undefined && suppression === null) {
      await enqueueTransactionalEmail(tx, {
        kind: 'address-confirm',
        address: email,
        data: { changeId },
        hours: 24,
        sendAt,
      });
    }
    await enqueueTransactionalEmail(tx, {
      kind: 'address-notice',
      subscriberId,
      data: { changeId },
      hours: 24,
    });
  });
}

async function hasToWait(db: DbClient, subscriberId: number, emailKey: string): Promise<boolean> {
  const now = await databaseNow(db);
  const requests = await db.prisma.addressChange.findMany({
    where: { createdAt: { gt: dayBefore(now) }, OR: [{ subscriberId }, { emailKey }] },
    select: { createdAt: true },
  });
  return isThrottled(requests, now);
}

/**
 * `open`: this mailbox has not confirmed. `waiting`: it has confirmed, the other has not. `done`:
 * the address is changed. `taken`: both have confirmed, but another subscriber has the new address.
 * `gone`: the change expired, a newer one replaced it, or the subscriber unsubscribed.
 */
export type AddressChangeState = 'open' | 'waiting' | 'done' | 'taken' | 'gone' | 'unknown';

type Change = Prisma.AddressChangeGetPayload<{ include: { subscriber: true } }>;

interface Link {
  id: number;
  side: 'old' | 'new';
}

function readLink(ctx: Context, token: string): Link | undefined {
  const forNew = readToken(ctx.keys, 'address', token);
  if (forNew !== undefined) return { id: forNew, side: 'new' };
  const forOld = readToken(ctx.keys, 'address-old', token);
  return forOld === undefined ? undefined : { id: forOld, side: 'old' };
}

/** Returns what a link of a change of address would do and the subscriber's language. Read-only. */
export async function readAddressChange(
  ctx: Context,
  token: string,
): Promise<{ state: AddressChangeState; language: string | null }> {
  const link = readLink(ctx, token);
  if (link === undefined) return { state: 'unknown', language: null };
  const change = await find(ctx.db, link.id);
  return {
    state: await stateOf(ctx, ctx.db, link, change),
    language: change?.subscriber.language ?? null,
  };
}

/** Confirms for one mailbox. The second confirmation changes the address and records a consent. */
export async function confirmAddressChange(
  ctx: Context,
  token: string,
  ip: string | undefined,
): Promise<AddressChangeState> {
  const link = readLink(ctx, token);
  if (link === undefined) return 'unknown';
  try {
    return await ctx.db.transaction((tx) => confirmSide(ctx, tx, link, ip));
  } catch (error) {
    // Another subscriber took the new address concurrently.
    if (isUniqueViolation(error)) return 'taken';
    throw error;
  }
}

async function confirmSide(
  ctx: Context,
  tx: DbClient,
  link: Link,
  ip: string | undefined,
): Promise<AddressChangeState> {
  const { id, side } = link;
  // Lock before reading again, so that concurrent confirmations of both mailboxes see each other.
  await tx.run(lockSubscribers({ ids: [(await find(tx, id))?.subscriberId ?? 0] }));
  const change = await find(tx, id);
  const state = await stateOf(ctx, tx, link, change);
  if (state !== 'open' || change === null) return state;
  const now = await databaseNow(tx);
  await tx.prisma.addressChange.update({
    where: { id },
    data: side === 'new' ? { newConfirmedAt: now } : { oldConfirmedAt: now },
  });
  if ((side === 'new' ? change.oldConfirmedAt : change.newConfirmedAt) === null) return 'waiting';
  if (await isTaken(tx, change)) return 'taken';
  await moveSubscriber(ctx, tx, change, ip);
  await tx.prisma.addressChange.update({ where: { id }, data: { doneAt: now } });
  return 'done';
}

async function moveSubscriber(
  ctx: Context,
  tx: DbClient,
  change: Change,
  ip: string | undefined,
): Promise<void> {
  const { subscriberId, email, emailKey, subscriber } = change;
  // A pending subscriber with the new address never confirmed it: delete it.
  await tx.prisma.subscriber.deleteMany({ where: { emailKey, status: 'pending' } });
  await tx.prisma.subscriber.update({
    where: { id: subscriberId },
    data: {
      email,
      emailKey,
      previousEmailHashes: { push: ctx.keys.mac('erasure', subscriber.emailKey) },
    },
  });
  // Links that were sent to the old address become invalid, except those to unsubscribe.
  await tx.prisma.confirmation.deleteMany({ where: { subscriberId } });
  await deleteTried(tx, subscriberId, 'manage');
  await recordConsent(ctx, tx, { subscriberId, page: '/address', ip, event: 'address-changed' });
  await forgetErasure(ctx, tx, emailKey);
}

async function stateOf(
  ctx: Context,
  db: DbClient,
  { side }: Link,
  change: Change | null,
): Promise<AddressChangeState> {
  if (change === null || !(await isLive(ctx, db, change))) return 'gone';
  if (change.doneAt !== null) return 'done';
  const { oldConfirmedAt, newConfirmedAt } = change;
  if ((side === 'new' ? newConfirmedAt : oldConfirmedAt) === null) return 'open';
  return oldConfirmedAt !== null && newConfirmedAt !== null ? 'taken' : 'waiting';
}

async function isLive(
  { keys }: Context,
  db: DbClient,
  { id, subscriberId, subscriber, emailKey, createdAt }: Change,
): Promise<boolean> {
  const now = await databaseNow(db);
  if (!isSubscribed(subscriber.status) || createdAt < confirmableSince(now)) return false;
  const newer = await db.prisma.addressChange.findFirst({
    where: { subscriberId, id: { gt: id } },
  });
  return newer === null && (await suppressionOf(db, keys, emailKey, now)) === null;
}

async function isTaken({ prisma }: DbClient, { subscriberId, emailKey }: Change): Promise<boolean> {
  const owner = await prisma.subscriber.findFirst({
    where: { emailKey, id: { not: subscriberId }, status: { not: 'pending' } },
  });
  return owner !== null;
}

function find({ prisma }: DbClient, id: number): Promise<Change | null> {
  return prisma.addressChange.findUnique({ where: { id }, include: { subscriber: true } });
}

/** Deletes changes of address and their queued messages to the new addresses. */
export async function deleteAddressChanges(
  db: DbClient,
  where: Prisma.AddressChangeWhereInput,
): Promise<void> {
  const changes = await db.prisma.addressChange.findMany({
    where,
    select: { id: true, email: true },
  });
  const emails = changes.map(({ id, email }) => ({ address: email, data: { changeId: id } }));
  await deleteAddressed(db, 'address-confirm', emails);
  await db.prisma.addressChange.deleteMany({ where: { id: { in: changes.map(({ id }) => id) } } });
}
