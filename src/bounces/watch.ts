import { z } from 'zod';
import type { Context } from '../context.ts';
import type { DbClient, Queryable } from '../db/client.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { alertOperator } from '../outbox/alert.ts';
import { breakerThresholds } from '../outbox/breaker-thresholds.ts';
import { revokeBounceSuppressions } from '../subscribers/suppression.ts';
import { lockSubscribers } from '../subscribers/sql/lock.ts';
import { bouncesByDigest, storeIgnoredRules, suppressedBy } from './sql.ts';

/**
 * Shares of a digest's messages above which the operator is alerted. Amazon SES reviews senders
 * from 5 % bounces and 0.1 % complaints on; Gmail refuses from 0.3 % complaints on. Fewer than
 * `minimum` are ignored, regardless of their share.
 */
const alerted = { hard: 0.05, complaints: 0.001, minimum: 5 };

/**
 * Bounces of more than a fifth of a digest for one reason are implausible and do not count, like
 * such refusals in the sender (`delivery/circuit-breaker.ts`). A misconfigured relay reports each
 * mailbox as unknown, and a block that no rule recognizes refuses all messages. The minimums
 * exclude a few full or missing mailboxes. In a small digest, unknown mailboxes are implausible if they
 * are more than half.
 */
const implausible = { share: breakerThresholds.unknownShare, hard: 100, soft: 10 };
const implausibleIfSmall = { share: 0.5, hard: 10 };

/** Refusals of the sender count against no address. Above these values the operator is alerted. */
const refusedByMany = { share: breakerThresholds.refusedShare, minimum: 10 };

/** Milliseconds that reverting the bounces of a digest may take. */
const revertTimeout = 120_000;

const digestBounces = z.object({
  id: z.number(),
  kind: z.string(),
  date: z.string(),
  sent: z.number(),
  failed: z.number(),
  hard: z.number(),
  complaints: z.number(),
  ignoredRules: z.array(z.string()),
  /** The number of hard, soft and refused bounces, by rule. */
  rules: z.array(
    z.object({
      rule: z.string(),
      hard: z.number(),
      soft: z.number(),
      refused: z.number(),
      said: z.string().nullable(),
    }),
  ),
});
type DigestBounces = z.output<typeof digestBounces>;

/**
 * Checks the bounces of digests in the last three days: alerts the operator about too many, and
 * reverts the effects of implausible ones.
 */
export async function watchBounces(ctx: Context): Promise<void> {
  for (const digest of await recentBounces(ctx.db)) {
    const { sent, hard, complaints } = digest;
    if (isImplausible(hard, sent)) await ignoreHardBounces(ctx, digest);
    else if (exceeds(hard, sent * alerted.hard) || exceeds(complaints, sent * alerted.complaints))
      await alertOnce(ctx, digest);
    await ignoreImplausibleRules(ctx, digest);
  }
}

function isImplausible(hard: number, sent: number): boolean {
  return [implausible, implausibleIfSmall].some(
    (limit) => hard >= limit.hard && hard > sent * limit.share,
  );
}

function exceeds(count: number, share: number): boolean {
  return count >= alerted.minimum && count > share;
}

function recentBounces(db: Queryable): Promise<DigestBounces[]> {
  return db.rows(digestBounces, bouncesByDigest(alerted.minimum));
}

async function alertOnce(ctx: Context, digest: DigestBounces): Promise<void> {
  await ctx.db.sqlTransaction(async (tx) => {
    if (await firstAlert(tx, digest.id)) await alertOperator(ctx.config, tx, bouncedAlert(digest));
  });
}

function bouncedAlert({ kind, date, sent, hard, complaints }: DigestBounces) {
  return { event: 'digest-bounced', kind, date, sent, hard, complaints } as const;
}

/**
 * Reverts the effects of a digest's hard bounces and alerts the operator. From then on the digest's
 * hard bounces do not count.
 */
async function ignoreHardBounces(ctx: Context, digest: DigestBounces): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const rules = digest.rules.filter(({ hard }) => hard > 0);
    const isNew = await ignoreRules(tx, digest.id, ['hard', ...rules.map(({ rule }) => rule)]);
    await revertBounces(tx, digest.id, ['hard'], 'hard');
    if (isNew)
      await alertOperator(ctx.config, tx, { ...bouncedAlert(digest), bouncesIgnored: true });
  }, revertTimeout);
}

/**
 * Ignores the soft bounces of each rule that matched too many readers of a digest, and alerts the
 * operator about them and about refusals.
 */
async function ignoreImplausibleRules(ctx: Context, digest: DigestBounces): Promise<void> {
  const { id, kind, date, sent, failed, rules } = digest;
  const mails = sent + failed;
  const known = new Set(digest.ignoredRules);
  const many = rules.filter(
    ({ rule, soft, refused }) =>
      !known.has(rule) &&
      ((soft >= implausible.soft && soft > mails * implausible.share) ||
        (refused >= refusedByMany.minimum && refused > mails * refusedByMany.share)),
  );
  if (many.length === 0) return;
  await ctx.db.transaction(async (tx) => {
    const names = many.map(({ rule }) => rule);
    if (!(await ignoreRules(tx, id, names))) return;
    await revertBounces(tx, id, names, 'soft');
    for (const { soft, refused, said } of many)
      await alertOperator(ctx.config, tx, {
        event: 'digest-refused',
        kind,
        date,
        mails,
        refused: soft + refused,
        reason: said ?? '',
      });
  }, revertTimeout);
}

/** Whether this is the first alert about this digest's bounces. */
async function firstAlert(tx: Queryable, digestId: number): Promise<boolean> {
  return (await tx.run(storeIgnoredRules(digestId, []))) === 1;
}

/**
 * From now on, bounces by these rules count against no address.
 * @returns false if all of them were ignored before
 */
async function ignoreRules(tx: Queryable, digestId: number, names: string[]): Promise<boolean> {
  const changed = await tx.run(storeIgnoredRules(digestId, names));
  return changed === 1;
}

/**
 * Restores the subscribers' previous status and marks the bounces as refusals. Other bounces of the
 * addresses still count.
 */
async function revertBounces(
  tx: DbClient,
  digestId: number,
  names: string[],
  kind: 'hard' | 'soft',
): Promise<void> {
  const where = { digestId, kind, ...bouncesBy(names) };
  const select = { id: true, subscriberId: true };
  const known = await tx.prisma.bounce.findMany({ where, select });
  await tx.run(lockSubscribers({ ids: known.map(({ subscriberId }) => subscriberId) }));
  // Read again, because a transaction that held a lock may have stored more.
  const locked = await tx.prisma.bounce.findMany({ where, select });
  await revokeBounceSuppressions(tx, suppressedBy(locked.map(({ id }) => id)));
  await tx.prisma.bounce.updateMany({ where, data: { kind: 'refused' } });
}

/** `hard` stands for all rules, `none` for bounces that no rule matched. */
function bouncesBy(names: string[]): Prisma.BounceWhereInput {
  if (names.includes('hard')) return {};
  return { OR: [{ rule: { in: names } }, ...(names.includes('none') ? [{ rule: null }] : [])] };
}
