import type { Context } from '../../context.ts';
import { copyOut } from '../../db/copy.ts';
import type { DbClient } from '../../db/client.ts';
import { suppressionOf } from '../../suppressions/suppressions.ts';
import { type DeliveryTo, deliveriesTo } from '../detail.ts';
import { consentsOf, subscriberById } from '../queries.ts';
import type { Subscriber } from '../subscriber.ts';
import { copyCsv, copyJson, exportColumns } from './sql.ts';

/**
 * Exports all subscribers as CSV, with their consents, dates and suppressions, and the suppressed
 * addresses that are not subscribers. An import into an empty installation restores the same data.
 * A single Postgres statement writes it, so that only a few rows are in memory.
 */
export async function* exportCsv(
  ctx: Context,
  status?: Subscriber['status'],
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${exportColumns.join(',')}\n`);
  yield* copyOut(ctx.db, copyCsv(status));
}

/** Exports the same as a JSON array. */
export async function* exportJson(ctx: Context): AsyncGenerator<Uint8Array> {
  yield Buffer.from('[\n');
  let isFirst = true;
  for await (const rows of copyOut(ctx.db, copyJson())) {
    yield isFirst ? rows.subarray(1) : rows;
    isFirst = false;
  }
  yield Buffer.from(']\n');
}

/**
 * Returns everything that is stored about one subscriber, for that subscriber; undefined if the
 * subscriber does not exist.
 */
export async function exportReader(ctx: Context, id: number) {
  const subscriber = await subscriberById(ctx.db, id);
  if (subscriber === null) return undefined;
  const [consents, history, deliveries, refusals] = await Promise.all([
    consentsOf(ctx.db, id),
    historyOf(ctx.db, id),
    deliveriesTo(ctx.db, id),
    refusalsOf(ctx, id, subscriber.email.toLowerCase()),
  ]);
  return {
    subscriber,
    consents,
    ...history,
    deliveries: deliveries.map(deliveryOf),
    ...refusals,
  };
}

/** The subscriber's requests and the messages about them. */
async function historyOf({ prisma }: DbClient, subscriberId: number) {
  const where = { where: { subscriberId }, orderBy: { id: 'asc' } } as const;
  const [confirmations, addressChanges, mails] = await Promise.all([
    prisma.confirmation.findMany({
      ...where,
      select: { createdAt: true, usedAt: true, page: true, preferences: true },
    }),
    prisma.addressChange.findMany({
      ...where,
      select: {
        email: true,
        createdAt: true,
        oldConfirmedAt: true,
        newConfirmedAt: true,
        doneAt: true,
      },
    }),
    prisma.transactionalEmail.findMany({
      ...where,
      select: { kind: true, state: true, createdAt: true, sentAt: true },
    }),
  ]);
  return { confirmations, addressChanges, mails };
}

/** Why the address receives no email, and its bounces. */
async function refusalsOf({ db, keys, now }: Context, subscriberId: number, emailKey: string) {
  const [suppression, bounces] = await Promise.all([
    suppressionOf(db, keys, emailKey, now()),
    db.prisma.bounce.findMany({
      where: { OR: [{ subscriberId }, { emailKey }] },
      orderBy: { id: 'asc' },
      select: {
        kind: true,
        source: true,
        emailSentAt: true,
        createdAt: true,
        status: true,
        class: true,
        diagnostic: true,
      },
    }),
  ]);
  if (suppression === null) return { suppression, bounces };
  const { reason, evidence, createdAt } = suppression;
  return { suppression: { reason, evidence, createdAt }, bounces };
}

function deliveryOf({ date, kind, delivery: { state, reason, detail, sentAt } }: DeliveryTo) {
  return { date, kind, state, reason, detail, sentAt };
}
