import { z } from 'zod';
import type { Context } from '../../src/context.ts';
import { sql } from '../../src/db/sql.ts';
import { savePapers } from '../../src/papers/import/save.ts';
import type { PaperInput } from '../../src/papers/paper.ts';

interface Reader {
  email?: string;
  frequency?: string;
  timezone?: string | null;
  hour?: number | null;
  status?: string;
  topics?: string[];
  topicsOnly?: boolean;
  notifyWhenEmpty?: boolean;
  papers?: number | null;
  /** When the reader confirmed. Default: long ago. */
  activeSince?: string;
}

let count = 0;

/**
 * Adds an active reader, as a confirmation would.
 * @returns the id
 */
export async function addReader(ctx: Context, reader: Reader = {}): Promise<number> {
  count += 1;
  const email = reader.email ?? `reader${count}@example.org`;
  const row = await ctx.db.row(
    z.object({ id: z.number() }),
    sql`insert into subscriber (email, email_key, status, topics, topics_only, notify_when_empty, papers, frequency, timezone, hour, active_since)
      values (${email}, ${email.toLowerCase()}, ${reader.status ?? 'active'}, ${reader.topics ?? []}::text[],
        ${reader.topicsOnly ?? false}, ${reader.notifyWhenEmpty ?? false}, ${reader.papers ?? null}, ${reader.frequency ?? 'daily'},
        ${reader.timezone ?? null}, ${reader.hour ?? null}, ${reader.activeSince ?? '2020-01-01T00:00:00Z'}::timestamptz)
      returning id`,
  );
  if (row === undefined) throw new Error('no reader');
  return row.id;
}

/** Adds papers of one day. */
export async function addPapers(
  ctx: Context,
  listedOn: string,
  papers: (string | PaperInput)[],
): Promise<number[]> {
  const inputs = papers.map((paper): PaperInput =>
    typeof paper === 'string' ? { title: paper } : paper,
  );
  const { ids } = await savePapers(ctx.db, inputs, { source: 'file', listedOn, now: ctx.now });
  return ids;
}

const delivery = z.object({
  subscriberId: z.number(),
  date: z.string(),
  state: z.string(),
  dueAt: z.date(),
  expiresAt: z.date(),
});

/** All deliveries by digest and subscriber. */
export function deliveries(ctx: Context): Promise<z.output<typeof delivery>[]> {
  return ctx.db.rows(
    delivery,
    sql`select subscriber_id "subscriberId", digest.date, state, due_at "dueAt", expires_at "expiresAt"
      from delivery join digest on digest.id = digest_id order by digest.date, subscriber_id`,
  );
}

const queuedMail = z.object({
  id: z.number(),
  kind: z.string(),
  subscriberId: z.number().nullable(),
  state: z.string(),
});

/** The transactional emails in the outbox, oldest first. */
export function mails(ctx: Context): Promise<z.output<typeof queuedMail>[]> {
  return ctx.db.rows(
    queuedMail,
    sql`select id, kind, subscriber_id "subscriberId", state from transactional_email order by id`,
  );
}

/** Moves the throttles of confirmations into the past: they use the clock of the database. */
export async function ageConfirmations(ctx: Context, by: string): Promise<void> {
  await ctx.db.run(sql`with subscribers as (
      update subscriber set confirmation_queued_at = confirmation_queued_at - ${by}::interval
    ), mailboxes as (
      update mailbox_throttle set next_at = next_at - ${by}::interval
    ), mails as (
      update transactional_email set next_at = next_at - ${by}::interval, created_at = created_at - ${by}::interval
    )
    update confirmation set send_at = send_at - ${by}::interval, created_at = created_at - ${by}::interval`);
}
