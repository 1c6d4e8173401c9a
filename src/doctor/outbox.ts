import { z } from 'zod';
import type { Context } from '../context.ts';
import { pausedDomains } from '../outbox/status.ts';
import { suppressionOf } from '../suppressions/suppressions.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { lateEmail, stuckEmail } from './sql.ts';
import { fail, type Finding, ok, warn } from './finding.ts';

/** Minutes after its due time from which email counts as late. */
const lateMinutes = 15;

/**
 * Limits for shares of the emails of 30 days. Gmail asks for complaints below 0.1% and blocks
 * senders from 0.3%. Bounces are treated alike.
 */
const complaintsSeen = 0.001;
const complaintsWrong = 0.003;
const bouncesSeen = 0.02;
const bouncesWrong = 0.05;
/** Below this number of emails, a share is not meaningful. */
const minimumSent = 200;

/** Checks whether emails are sent, why some of them wait, and the results of the last 30 days. */
export async function examineOutbox(ctx: Context): Promise<Finding[]> {
  const found = await Promise.all([
    queue(ctx),
    stuck(ctx),
    domainPauses(ctx),
    sentShares(ctx),
    alertAddress(ctx),
  ]);
  return found.flat();
}

const waiting = z.object({ deliveries: z.number(), mails: z.number(), moving: z.boolean() });

async function queue(ctx: Context): Promise<Finding> {
  const now = ctx.now();
  const found = await ctx.db.row(waiting, lateEmail(now, lateMinutes));
  const { deliveries, mails, moving } = found ?? { deliveries: 0, mails: 0, moving: true };
  const many = deliveries + mails;
  if (many === 0) return ok('queue', 'no email is late');
  if (moving) return ok('queue', `sending, but behind: ${many} late`);
  return fail(
    'queue',
    `nothing is being sent; more than ${lateMinutes} minutes late: ${many}`,
    'Check relay and sender above and the sender’s log; SMTP_RATE_PER_DAY may be used up',
  );
}

const stuckCounts = z.object({ uncertain: z.number(), orphaned: z.number() });
const finalSent = z.object({ sent: z.number().catch(0) }).catch({ sent: 0 });

/** Email with an uncertain result, or whose sender died. */
async function stuck(ctx: Context): Promise<Finding[]> {
  const found = await ctx.db.row(stuckCounts, stuckEmail(ctx.now()));
  const { uncertain, orphaned } = found ?? { uncertain: 0, orphaned: 0 };
  const findings: Finding[] = [];
  if (uncertain > 0)
    findings.push(
      warn(
        'uncertain',
        `emails of the last 7 days that may or may not have arrived (UNCERTAIN_DELIVERIES=hold): ${uncertain}`,
        'Compare with the relay’s log; UNCERTAIN_DELIVERIES=resend sends such emails again',
      ),
    );
  if (orphaned > 0)
    findings.push(
      warn(
        'queue',
        `emails claimed by a sender that stopped: ${orphaned}`,
        'Start a sender; it returns them to the queue within a minute',
      ),
    );
  return findings;
}

async function domainPauses(ctx: Context): Promise<Finding[]> {
  const rows = await pausedDomains(ctx.db, 5);
  return rows.map(({ domain, pausedUntil, pauseDetail }) =>
    warn(
      'breaker',
      `${domain} rejects us; paused until ${pausedUntil.toISOString().slice(11, 16)} UTC: ${pauseDetail ?? 'unknown reason'}`,
      'Check its postmaster page for the reason; SMTP_RATE_PER_DOMAIN limits how much it gets',
    ),
  );
}

async function sentShares(ctx: Context): Promise<Finding[]> {
  const since = new Date(ctx.now().getTime() - 30 * 86_400_000);
  const [digests, suppressed] = await Promise.all([
    ctx.db.prisma.digest.findMany({
      where: { finalCounts: { not: Prisma.DbNull }, date: { gt: since } },
      select: { finalCounts: true },
    }),
    ctx.db.prisma.suppression.groupBy({
      by: ['reason'],
      where: { createdAt: { gt: since } },
      _count: { _all: true },
    }),
  ]);
  const sent = digests.reduce((sum, { finalCounts }) => sum + finalSent.parse(finalCounts).sent, 0);
  const count = (reason: string) =>
    suppressed.find((group) => group.reason === reason)?._count._all ?? 0;
  const [bounced, complained] = [count('bounced'), count('complained')];
  if (sent < minimumSent) return [];
  return [
    share('complaints', complained / sent, {
      seen: complaintsSeen,
      wrong: complaintsWrong,
      fix: 'Mail only people who asked for it; find the import or form that the complaints come from',
    }),
    share('bounces', bounced / sent, {
      seen: bouncesSeen,
      wrong: bouncesWrong,
      fix: 'Find the import that the unknown addresses come from',
    }),
  ];
}

/** @param part the number among all emails of 30 days */
function share(
  check: 'complaints' | 'bounces',
  part: number,
  { seen, wrong, fix }: { seen: number; wrong: number; fix: string },
): Finding {
  const text = `${(part * 100).toFixed(2)}% of the emails of the last 30 days ${check === 'complaints' ? 'were reported as spam, as far as providers tell us' : 'bounced (unknown addresses)'}`;
  if (part >= wrong) return fail(check, text, fix);
  return part >= seen ? warn(check, text, fix) : ok(check, text);
}

/**
 * An email to the operator may bounce. Its address is then suppressed, and alerts no longer reach
 * anybody.
 */
async function alertAddress({
  db,
  keys,
  now,
  config: { ALERT_TO: to },
}: Context): Promise<Finding[]> {
  if (to === undefined) return [];
  const found = await suppressionOf(db, keys, to.toLowerCase(), now());
  if (found === null) return [];
  return [
    fail(
      'alert-to',
      `alerts do not arrive: ALERT_TO is suppressed (${found.reason})`,
      'Set ALERT_TO to an address that accepts email',
    ),
  ];
}
