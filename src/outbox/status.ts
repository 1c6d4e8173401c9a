import type { DbClient } from '../db/client.ts';

// Leases and pauses use the database's clock, which doctor compares with this machine's.

/** The number of sender processes with a lease. */
export function countSenders({ prisma }: DbClient): Promise<number> {
  return prisma.sender.count({ where: { leaseUntil: { gt: new Date() } } });
}

/** Whether a scheduler has run within the last minutes. */
export async function isSchedulerAlive({ prisma }: DbClient): Promise<boolean> {
  return (await prisma.schedulerHeartbeat.count({ where: { aliveUntil: { gt: new Date() } } })) > 0;
}

export interface PausedDomain {
  domain: string;
  pausedUntil: Date;
  /** The reply of its server. */
  pauseDetail: string | null;
}

/** Recipient domains whose deliveries are deferred because only these domains refuse us. */
export async function pausedDomains({ prisma }: DbClient, limit: number): Promise<PausedDomain[]> {
  const rows = await prisma.recipientDomain.findMany({
    where: { pausedUntil: { gt: new Date() } },
    orderBy: { pausedUntil: 'desc' },
    take: limit,
  });
  return rows.flatMap(({ domain, pausedUntil, pauseDetail }) =>
    pausedUntil === null ? [] : [{ domain, pausedUntil, pauseDetail }],
  );
}

/**
 * The share of their usual rate that senders use: below 1 if the SMTP server requested a lower
 * rate.
 */
export async function rateShare({ prisma }: DbClient): Promise<number> {
  const limiter = await prisma.sendRateLimiter.findFirst({ select: { share: true } });
  return limiter?.share ?? 1;
}

/** Whether an alert about an unreachable relay was sent within the last six hours. */
export async function wasRelayUnreachable({ prisma }: DbClient): Promise<boolean> {
  return (
    (await prisma.sentAlert.count({
      where: { event: { startsWith: 'relay-away' }, quietUntil: { gt: new Date() } },
    })) > 0
  );
}
