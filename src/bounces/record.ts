import { z } from 'zod';
import { lockSubscribers } from '../subscribers/sql/lock.ts';
import type { Context } from '../context.ts';
import type { Queryable } from '../db/client.ts';
import { suppress } from '../subscribers/suppression.ts';
import { unsubscribeById } from '../subscribers/account/unsubscribe.ts';
import { type About, type BounceEvent, type Kind, kinds } from './event.ts';
import { exhaustedAddresses, findMailed, insertBounces, insertNonce } from './sql.ts';

/**
 * How many events changed something, by kind. `ignored` events were known, old, or about addresses
 * that were never mailed.
 */
export const recorded = z
  .object({
    hard: z.int(),
    soft: z.int(),
    refused: z.int(),
    complaint: z.int(),
    unsubscribe: z.int(),
    ignored: z.int(),
  })
  .meta({ id: 'Recorded' });
export type Recorded = z.output<typeof recorded>;

/** Days within which soft bounces are counted together. */
const softDays = 30;

/**
 * Days on which the domain of an address must be missing before the address is suppressed, because
 * a name server may be wrong for a day or two.
 */
const absentDays = 3;

/** An event without a message refers to email sent within this number of days. */
const mailedDays = 60;

/**
 * Records bounces and acts on them in one transaction. Hard bounces and complaints suppress the
 * address; unsubscribe requests unsubscribe. Soft bounces on `BOUNCE_SOFT_DAYS` different days
 * within 30, or three days without the domain, suppress the address. An event changes nothing if it
 * is known (a unique row decides), if its address was never mailed, or if its email was sent (or its
 * unsubscribe request was made) before the latest consent or before an operator lifted the
 * suppression.
 * @param once a nonce: if it was used before, the call has no effect
 */
export function recordBounces(
  ctx: Context,
  events: BounceEvent[],
  once?: string,
): Promise<Recorded> {
  return ctx.db.sqlTransaction(async (tx) => {
    const fresh = once === undefined || (await isFirstUse(tx, once));
    const written = fresh ? await recordEvents(ctx, tx, events) : [];
    const count = (kind: Kind) => written.filter((one) => one.kind === kind).length;
    return {
      hard: count('hard'),
      soft: count('soft'),
      refused: count('refused'),
      complaint: count('complaint'),
      unsubscribe: count('unsubscribe'),
      ignored: events.length - written.length,
    };
  });
}

/**
 * The same within a transaction.
 * @returns the events that are new
 */
export async function recordEvents(
  ctx: Context,
  tx: Queryable,
  events: BounceEvent[],
): Promise<Written[]> {
  if (events.length === 0) return [];
  const written = await write(tx, await resolve(tx, events), events);
  await conclude(ctx, tx, written);
  return written;
}

/** Hours that a nonce is stored: longer than a signed request is accepted. */
const nonceHours = 50;

async function isFirstUse(tx: Queryable, nonce: string): Promise<boolean> {
  return (await tx.run(insertNonce(nonce, nonceHours))) === 1;
}

const resolved = z.object({
  /** Position among the events, from 1. */
  n: z.number(),
  subscriberId: z.number().nullable(),
  emailKey: z.string(),
  digestId: z.number().nullable(),
  emailSentAt: z.date(),
});
type Resolved = z.output<typeof resolved>;

/**
 * Finds the subscriber, the address and the email of each event. Events about unknown email are
 * dropped.
 */
function resolve(tx: Queryable, events: BounceEvent[]): Promise<Resolved[]> {
  return tx.rows(
    resolved,
    findMailed(
      events.map((event) => ({ ...columnsOf(event.about), at: event.at })),
      mailedDays,
    ),
  );
}

function columnsOf(about: About) {
  const none = { digestId: null, subscriberId: null, transactionalEmailId: null };
  const email = 'email' in about ? (about.email?.toLowerCase() ?? null) : null;
  if ('subscriberId' in about) return { ...none, email, subscriberId: about.subscriberId };
  return 'row' in about ? { ...none, email, ...about.row } : { ...none, email };
}

const writtenEvent = z.object({
  source: z.string(),
  kind: z.enum(kinds),
  subscriberId: z.number().nullable(),
  emailKey: z.string(),
  status: z.string().nullable(),
  diagnostic: z.string().nullable(),
});
type Written = z.output<typeof writtenEvent>;

/**
 * @returns the events that are new and whose address does not belong to another subscriber by now
 */
async function write(tx: Queryable, found: Resolved[], events: BounceEvent[]): Promise<Written[]> {
  const ids = found.map(({ subscriberId }) => subscriberId);
  await tx.run(lockSubscribers({ ids }));
  const known = found.flatMap((one) => {
    const event = events[one.n - 1];
    if (event === undefined) return [];
    const emailSentAt = event.kind === 'unsubscribe' ? event.at : one.emailSentAt;
    return [{ ...one, emailSentAt, event }];
  });
  return tx.rows(writtenEvent, insertBounces(known));
}

/** Suppresses and unsubscribes as the new events require. */
async function conclude(ctx: Context, tx: Queryable, events: Written[]): Promise<void> {
  const of = (kind: Kind) => events.filter((event) => event.kind === kind);
  const findings = [
    ...of('hard').map((event) => finding(event, 'bounced')),
    ...of('complaint').map((event) => finding(event, 'complained')),
    ...(await exhausted(ctx, tx, of('soft'))).map((event) =>
      finding(event, 'bounced', 'too many soft bounces, the last: '),
    ),
  ];
  if (findings.length > 0) await suppress(tx, findings);
  const leaving = of('unsubscribe').flatMap(({ subscriberId }) =>
    subscriberId === null ? [] : [subscriberId],
  );
  if (leaving.length > 0) await unsubscribeById({ db: tx }, ...leaving);
}

function finding(
  { emailKey, source, status, diagnostic }: Written,
  reason: 'bounced' | 'complained',
  why = '',
) {
  const said = [status, diagnostic].filter((part) => part !== null).join(' ');
  return { emailKey, reason, evidence: `${source}: ${why}${said === '' ? reason : said}` };
}

/** Returns soft bounces of addresses that had them on too many days. */
async function exhausted(ctx: Context, tx: Queryable, soft: Written[]): Promise<Written[]> {
  if (soft.length === 0) return [];
  const rows = await tx.rows(
    z.object({ emailKey: z.string() }),
    exhaustedAddresses({
      emailKeys: soft.map(({ emailKey }) => emailKey),
      now: ctx.now(),
      within: softDays,
      softLimit: ctx.config.BOUNCE_SOFT_DAYS,
      domainLimit: absentDays,
    }),
  );
  const addresses = new Set(rows.map(({ emailKey }) => emailKey));
  return soft.filter(({ emailKey }) => addresses.has(emailKey));
}

/** Days after which events are deleted: long after a source last repeats one. */
const retentionDays = 90;

/** Deletes old events and nonces. Their consequences remain. */
export async function deleteOldBounces({ db }: Context): Promise<number> {
  // The database clock sets both times; doctor compares it with the clock of this machine.
  await db.prisma.webhookNonce.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  const { count } = await db.prisma.bounce.deleteMany({
    where: { createdAt: { lt: new Date(Date.now() - retentionDays * 86_400_000) } },
  });
  return count;
}
