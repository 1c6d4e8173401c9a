import { z } from 'zod';
import type { Context } from '../context.ts';
import type { Queryable } from '../db/client.ts';
import { alertOperator } from '../outbox/alert.ts';
import { breakerThresholds } from '../outbox/breaker-thresholds.ts';
import { takeBackBounces } from '../subscribers/suppression.ts';
import { bouncesByDigest, lockBounced, markRefused, setAside, suppressedBy } from './sql.ts';

/**
 * Shares of a digest's mails above which the operator is alerted: Amazon SES reviews senders from 5
 * % bounces and 0.1 % complaints on, Gmail refuses from 0.3 % complaints on. Fewer than `minimum`
 * say nothing, whatever their share.
 */
const alerted = { hard: 0.05, complaints: 0.001, minimum: 5 };

/**
 * A digest of which more than a fifth came back for one reason is not believed, as the sender does
 * not believe such refusals (`delivery/circuit-breaker.ts`): a relay that is set up wrongly finds
 * nobody's mailbox, a block that no rule knows refuses everybody. A full or missing mailbox of a
 * few readers is no such reason.
 */
const doubted = { share: breakerThresholds.unknownShare, hard: 100, soft: 10 };

/** Refusals of us are nobody's fault; the operator is alerted of them from these on. */
const refusedByMany = { share: 0.05, minimum: 10 };

const cameBack = z.object({
  id: z.number(),
  kind: z.string(),
  date: z.string(),
  sent: z.number(),
  failed: z.number(),
  hard: z.number(),
  complaints: z.number(),
  doubted: z.array(z.string()),
  /** How many hard, soft and refused, by rule. */
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
type CameBack = z.output<typeof cameBack>;

/**
 * Looks at what came back of digests in the last three days: alerts the operator where it is too
 * much, and takes back what is not to be believed.
 */
export async function watchBounces(ctx: Context): Promise<void> {
  for (const digest of await whatCameBack(ctx.db)) {
    const { sent, hard, complaints } = digest;
    if (hard >= doubted.hard && hard > sent * doubted.share) await doubtHard(ctx, digest);
    else if (exceeds(hard, sent * alerted.hard) || exceeds(complaints, sent * alerted.complaints))
      await alertOnce(ctx, digest);
    await doubtRules(ctx, digest);
  }
}

function exceeds(count: number, share: number): boolean {
  return count >= alerted.minimum && count > share;
}

function whatCameBack(db: Queryable): Promise<CameBack[]> {
  return db.rows(cameBack, bouncesByDigest(alerted.minimum));
}

async function alertOnce(ctx: Context, digest: CameBack): Promise<void> {
  await ctx.db.sqlTransaction(async (tx) => {
    if (await firstAlert(tx, digest.id)) await alertOperator(ctx.config, tx, bouncedAlert(digest));
  });
}

function bouncedAlert({ kind, date, sent, hard, complaints }: CameBack) {
  return { event: 'digest-bounced', kind, date, sent, hard, complaints } as const;
}

/**
 * Takes back what the hard bounces of a digest did, and alerts the operator. Neither they nor those
 * that still come count.
 */
async function doubtHard(ctx: Context, digest: CameBack): Promise<void> {
  await ctx.db.sqlTransaction(async (tx) => {
    const rules = digest.rules.filter(({ hard }) => hard > 0);
    const isNew = await doubt(tx, digest.id, ['hard', ...rules.map(({ rule }) => rule)]);
    await takeBack(tx, digest.id, ['hard'], 'hard');
    if (isNew) await alertOperator(ctx.config, tx, { ...bouncedAlert(digest), doubted: true });
  });
}

/**
 * Sets aside the soft bounces of a digest that one rule gave too many of its readers, and alerts
 * the operator of those and of refusals.
 */
async function doubtRules(ctx: Context, digest: CameBack): Promise<void> {
  const { id, kind, date, sent, failed, rules } = digest;
  const mails = sent + failed;
  const known = new Set(digest.doubted);
  const many = rules.filter(
    ({ rule, soft, refused }) =>
      !known.has(rule) &&
      ((soft >= doubted.soft && soft > mails * doubted.share) ||
        (refused >= refusedByMany.minimum && refused > mails * refusedByMany.share)),
  );
  if (many.length === 0) return;
  await ctx.db.sqlTransaction(async (tx) => {
    const names = many.map(({ rule }) => rule);
    if (!(await doubt(tx, id, names))) return;
    await takeBack(tx, id, names, 'soft');
    for (const { soft, refused, said } of many)
      await alertOperator(ctx.config, tx, {
        event: 'digest-refused',
        kind,
        date,
        mails,
        refused: soft + refused,
        reason: said ?? '',
      });
  });
}

/** Whether nobody was alerted of this digest's bounces before. */
async function firstAlert(tx: Queryable, digestId: number): Promise<boolean> {
  return (await tx.run(setAside(digestId, []))) === 1;
}

/**
 * From now on bounces by these rules count against nobody. @returns false when they did not before
 */
async function doubt(tx: Queryable, digestId: number, names: string[]): Promise<boolean> {
  const changed = await tx.run(setAside(digestId, names));
  return changed === 1;
}

/** Subscribers get the status from before; what else is known against an address remains. */
async function takeBack(
  tx: Queryable,
  digestId: number,
  names: string[],
  kind: 'hard' | 'soft',
): Promise<void> {
  const bounces = { digestId, names, kind };
  await tx.run(lockBounced(bounces));
  await takeBackBounces(tx, suppressedBy(bounces));
  await tx.run(markRefused(bounces));
}
