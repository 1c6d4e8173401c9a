import type { Context } from '../context.ts';
import type { DbClient } from '../db/client.ts';
import { databaseNow } from '../db/clock.ts';
import type { Delivery } from '../generated/prisma/client.ts';
import type { DeliveryState, DigestKind } from '../generated/prisma/enums.ts';
import { suppressionOf } from '../suppressions/suppressions.ts';
import { consentsOf } from './queries.ts';
import { isConfirmationDue } from './signup/confirmation-throttle.ts';
import { subscriberSelect } from './subscriber.ts';

/** Digests and messages that are shown, and digests whose deliveries are read: one year. */
const shown = 20;
const lookedThrough = 430;

/** A digest or a transactional email to a subscriber. */
export interface Sent {
  /** `digest`, or the kind of a transactional email: `confirmation`, `welcome`, … */
  kind: string;
  digest: { kind: DigestKind; date: string } | null;
  state: DeliveryState;
  /** A code. */
  reason: string | null;
  /** The reply of the SMTP server. */
  detail: string | null;
  attempts: number;
  /** When it was due or queued. */
  at: Date;
  nextAt: Date | null;
  sentAt: Date | null;
}

export interface DeliveryTo {
  delivery: Delivery;
  kind: DigestKind;
  date: string;
}

/**
 * Returns the deliveries of the newest digests (of all digests if no number is given) to a
 * subscriber, newest first. It reads them by digest id, because no index starts with the
 * subscriber.
 */
export async function deliveriesTo(
  { prisma }: DbClient,
  subscriberId: number,
  digests?: number,
): Promise<DeliveryTo[]> {
  const known = await prisma.digest.findMany({
    orderBy: [{ date: 'desc' }, { id: 'desc' }],
    ...(digests !== undefined && { take: digests }),
    select: { id: true, kind: true, date: true },
  });
  const deliveries = await prisma.delivery.findMany({
    where: { subscriberId, digestId: { in: known.map(({ id }) => id) } },
  });
  const byDigest = new Map(deliveries.map((delivery) => [delivery.digestId, delivery]));
  return known.flatMap(({ id, kind, date }) => {
    const delivery = byDigest.get(id);
    return delivery === undefined
      ? []
      : [{ delivery, kind, date: date.toISOString().slice(0, 10) }];
  });
}

async function lastDigests(db: DbClient, id: number): Promise<Sent[]> {
  const deliveries = await deliveriesTo(db, id, lookedThrough);
  return deliveries.slice(0, shown).map(({ delivery, kind, date }) => {
    const { state, reason, detail, attempts, dueAt: at, nextAt, sentAt } = delivery;
    return {
      kind: 'digest',
      digest: { kind, date },
      state,
      reason,
      detail,
      attempts,
      at,
      nextAt,
      sentAt,
    };
  });
}

async function lastMails({ prisma }: DbClient, subscriberId: number): Promise<Sent[]> {
  const mails = await prisma.transactionalEmail.findMany({
    where: { subscriberId },
    orderBy: { id: 'desc' },
    take: shown,
  });
  return mails.map(({ kind, state, reason, detail, attempts, createdAt: at, nextAt, sentAt }) => {
    return { kind, digest: null, state, reason, detail, attempts, at, nextAt, sentAt };
  });
}

/**
 * Returns what an operator needs to answer "I did not get my digest"; undefined if the subscriber
 * does not exist.
 */
export async function subscriberDetail(ctx: Context, id: number) {
  const { db, keys, now } = ctx;
  const found = await db.prisma.subscriber.findUnique({
    where: { id },
    select: { ...subscriberSelect, emailKey: true, confirmationQueuedAt: true },
  });
  if (found === null) return undefined;
  const { emailKey, confirmationQueuedAt, ...subscriber } = found;
  const clock = await databaseNow(db);
  const [consents, suppression, digests, mails, mayAsk] = await Promise.all([
    consentsOf(db, id),
    suppressionOf(db, keys, emailKey, now()),
    lastDigests(db, id),
    lastMails(db, id),
    isConfirmationDue(ctx, db, emailKey, clock),
  ]);
  return {
    subscriber,
    consents,
    suppression,
    digests,
    mails,
    askedAt: confirmationQueuedAt,
    mayAsk,
  };
}
export type SubscriberDetail = NonNullable<Awaited<ReturnType<typeof subscriberDetail>>>;
