import { z } from 'zod';
import type { Context } from '../context.ts';
import type { Queryable } from '../db/client.ts';
import { sql } from '../db/sql.ts';
import { suppressionOf } from '../suppressions/suppressions.ts';
import { consentsOf, subscriberById } from './queries.ts';

/** Digests and mails that are shown of a subscriber, and digests that are looked through for theirs: a year of them. */
const shown = 20;
const lookedThrough = 430;

const sent = z.object({
  /** `digest`, or the kind of a mail: `confirmation`, `welcome`, … */
  kind: z.string(),
  /** Of a digest: its kind and day. */
  digest: z.object({ kind: z.string(), date: z.string() }).nullable(),
  state: z.string(),
  reason: z.string().nullable(),
  /** What the SMTP server said. */
  detail: z.string().nullable(),
  attempts: z.number(),
  /** When it was due, or written. */
  at: z.date(),
  nextAt: z.date().nullable(),
  sentAt: z.date().nullable(),
});
export type Sent = z.output<typeof sent>;

/** The last digests that were meant for a subscriber, and what became of them. */
function lastDigests(db: Queryable, id: number): Promise<Sent[]> {
  return db.rows(
    sent,
    sql`select 'digest' as kind, jsonb_build_object('kind', digest.kind, 'date', digest.date) as digest,
        found.state, found.reason, found.detail, attempts, due_at as at, next_at "nextAt", found.sent_at "sentAt"
      from (select id, kind, date from digest order by date desc, id desc limit ${lookedThrough}) as digest
        cross join lateral (select * from delivery where digest_id = digest.id and subscriber_id = ${id}) as found
      order by digest.date desc, digest.id desc limit ${shown}`,
  );
}

/** The last mails besides. */
function lastMails(db: Queryable, id: number): Promise<Sent[]> {
  return db.rows(
    sent,
    sql`select kind, null as digest, state, reason, detail, attempts, created_at as at, next_at "nextAt", sent_at "sentAt"
      from transactional_email where subscriber_id = ${id} order by id desc limit ${shown}`,
  );
}

const asking = z.object({ askedAt: z.date().nullable(), mayAsk: z.boolean() });

/** When the last confirmation mail was written, and whether the next may be. */
function askingOf(db: Queryable, id: number): Promise<z.output<typeof asking> | undefined> {
  return db.row(
    asking,
    sql`select confirmation_at as "askedAt", coalesce(confirmation_at < now() - interval '10 minutes', true) as "mayAsk"
      from subscriber where id = ${id}`,
  );
}

/** All that an operator needs to answer "I did not get my mail"; undefined where there is no such subscriber. */
export async function subscriberCard(ctx: Context, id: number) {
  const subscriber = await subscriberById(ctx.db, id);
  if (subscriber === undefined) return undefined;
  const [consents, suppression, digests, mails, asked] = await Promise.all([
    consentsOf(ctx.db, id),
    suppressionOf(ctx.db, subscriber.email.toLowerCase(), ctx.now()),
    lastDigests(ctx.db, id),
    lastMails(ctx.db, id),
    askingOf(ctx.db, id),
  ]);
  return {
    subscriber,
    consents,
    suppression,
    digests,
    mails,
    ...(asked ?? { askedAt: null, mayAsk: false }),
  };
}
export type Card = NonNullable<Awaited<ReturnType<typeof subscriberCard>>>;
