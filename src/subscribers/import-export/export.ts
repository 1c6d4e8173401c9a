import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { sql } from '../../db/sql.ts';
import { consentsOf, listSubscribers, subscriberById } from '../queries.ts';
import type { Subscriber } from '../subscriber.ts';

const columns = [
  'email',
  'status',
  'topics',
  'topics_only',
  'tell_empty',
  'papers',
  'frequency',
  'timezone',
  'hour',
  'language',
  'created_at',
  'active_since',
  'unsubscribed_at',
  'unsubscribe_reason',
] as const;

/** All subscribers as CSV, a thousand at a time; an import reads it back. */
export async function* exportCsv(ctx: Context, status?: string): AsyncGenerator<string> {
  yield `${columns.join(',')}\n`;
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

function row(reader: Subscriber): (string | number | null)[] {
  return [
    reader.email,
    reader.status,
    reader.topics.join(','),
    String(reader.topicsOnly),
    String(reader.tellEmpty),
    reader.papers,
    reader.frequency,
    reader.timezone,
    reader.hour,
    reader.language,
    reader.createdAt.toISOString(),
    reader.activeSince?.toISOString() ?? null,
    reader.unsubscribedAt?.toISOString() ?? null,
    reader.unsubscribeReason,
  ];
}

const delivery = z.object({
  date: z.string(),
  kind: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
  sentAt: z.date().nullable(),
});

/** Everything that is kept about one reader, for themselves; undefined where there is no such reader. */
export async function exportReader(ctx: Context, id: number) {
  const reader = await subscriberById(ctx.db, id);
  if (reader === undefined) return undefined;
  const deliveries = await ctx.db.rows(
    delivery,
    sql`select digest.date, digest.kind, found.state, found.reason, found.detail, found.sent_at "sentAt"
      from digest cross join lateral (
        select state, reason, detail, sent_at from delivery where digest_id = digest.id and subscriber_id = ${id}
      ) as found order by digest.date`,
  );
  const where = { where: { subscriberId: id }, orderBy: { id: 'asc' } } as const;
  const [consents, confirmations, addressChanges, mails] = await Promise.all([
    consentsOf(ctx.db, id),
    ctx.db.prisma.confirmation.findMany({
      ...where,
      select: { createdAt: true, usedAt: true, page: true, preferences: true },
    }),
    ctx.db.prisma.addressChange.findMany({
      ...where,
      select: { email: true, createdAt: true, oldConfirmedAt: true, newConfirmedAt: true, doneAt: true },
    }),
    ctx.db.prisma.transactionalEmail.findMany({
      ...where,
      select: { kind: true, state: true, createdAt: true, sentAt: true },
    }),
  ]);
  return { subscriber: reader, consents, confirmations, addressChanges, deliveries, mails };
}
