import { stringify } from 'csv-stringify/sync';
import type { Context } from '../../context.ts';
import { type DeliveryTo, deliveriesTo } from '../detail.ts';
import { columnOf, preferenceNames } from '../preferences/definitions.ts';
import { consentsOf, listSubscribers, subscriberById } from '../queries.ts';
import type { Subscriber } from '../subscriber.ts';

const columns = [
  'email',
  'status',
  ...preferenceNames,
  'createdAt',
  'activeSince',
  'unsubscribedAt',
  'unsubscribeReason',
  'unsubscribeComment',
] as const;

/** All subscribers as CSV, a thousand at a time; an import reads it back. */
export async function* exportCsv(
  ctx: Context,
  status?: Subscriber['status'],
): AsyncGenerator<string> {
  yield `${columns.map(columnOf).join(',')}\n`;
  for (let after = 0; ;) {
    const page = await listSubscribers(ctx.db, { status, after, limit: 1000 });
    if (page.length === 0) return;
    yield stringify(page.map(row), { escape_formulas: true });
    after = page.at(-1)?.id ?? after;
  }
}

/** The same as an array of JSON, each as the API shows one; an import reads it back too. */
export async function* exportJson(ctx: Context): AsyncGenerator<string> {
  yield '[';
  let comma = '\n';
  for (let after = 0; ;) {
    const page = await listSubscribers(ctx.db, { after, limit: 1000 });
    if (page.length === 0) break;
    yield comma + page.map((reader) => JSON.stringify(reader)).join(',\n');
    comma = ',\n';
    after = page.at(-1)?.id ?? after;
  }
  yield '\n]\n';
}

function row(subscriber: Subscriber): (string | number | null)[] {
  return columns.map((name) => cellOf(subscriber[name]));
}

function cellOf(value: Subscriber[(typeof columns)[number]]): string | number | null {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'boolean' ? String(value) : value;
}

/**
 * Everything that is stored about one subscriber, for themselves; undefined if there is no such
 * subscriber.
 */
export async function exportReader(ctx: Context, id: number) {
  const { db } = ctx;
  const subscriber = await subscriberById(db, id);
  if (subscriber === null) return undefined;
  const where = { where: { subscriberId: id }, orderBy: { id: 'asc' } } as const;
  const [consents, confirmations, addressChanges, mails, deliveries] = await Promise.all([
    consentsOf(db, id),
    db.prisma.confirmation.findMany({
      ...where,
      select: { createdAt: true, usedAt: true, page: true, preferences: true },
    }),
    db.prisma.addressChange.findMany({
      ...where,
      select: {
        email: true,
        createdAt: true,
        oldConfirmedAt: true,
        newConfirmedAt: true,
        doneAt: true,
      },
    }),
    db.prisma.transactionalEmail.findMany({
      ...where,
      select: { kind: true, state: true, createdAt: true, sentAt: true },
    }),
    deliveriesTo(db, id),
  ]);
  return {
    subscriber,
    consents,
    confirmations,
    addressChanges,
    deliveries: deliveries.map(deliveryOf),
    mails,
  };
}

function deliveryOf({ date, kind, delivery: { state, reason, detail, sentAt } }: DeliveryTo) {
  return { date, kind, state, reason, detail, sentAt };
}
