import type { DbClient } from '../db/client.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { containing } from '../lib/text/like.ts';
import { type Subscriber, subscriberSelect } from './subscriber.ts';

interface Filter {
  /** Part of the address. */
  q?: string | undefined;
  status?: Subscriber['status'] | undefined;
  /** The id of the last row of the previous page. */
  after: number;
  limit: number;
}

/** Returns subscribers ordered by id. */
export function listSubscribers(
  { prisma }: DbClient,
  { q, status, after, limit }: Filter,
): Promise<Subscriber[]> {
  return prisma.subscriber.findMany({
    where: {
      id: { gt: after },
      ...(q !== undefined && { emailKey: containing(q) }),
      ...(status !== undefined && { status }),
    },
    select: subscriberSelect,
    orderBy: { id: 'asc' },
    take: limit,
  });
}

export function subscriberById({ prisma }: DbClient, id: number): Promise<Subscriber | null> {
  return prisma.subscriber.findUnique({ where: { id }, select: subscriberSelect });
}

const consentSelect = { source: true, event: true, at: true, page: true, note: true } as const;
export type Consent = Prisma.ConsentGetPayload<{ select: typeof consentSelect }>;

/** Returns the consents for this address, oldest first. */
export function consentsOf({ prisma }: DbClient, subscriberId: number): Promise<Consent[]> {
  return prisma.consent.findMany({
    where: { subscriberId },
    select: consentSelect,
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
  });
}

/** Returns the ids of the subscribers with these addresses, by address in lower case. */
export async function idsOfAddresses(
  { prisma }: DbClient,
  emails: string[],
): Promise<Map<string, number>> {
  const rows = await prisma.subscriber.findMany({
    where: { emailKey: { in: emails.map((email) => email.toLowerCase()) } },
    select: { id: true, emailKey: true },
  });
  return new Map(rows.map(({ id, emailKey }) => [emailKey, id]));
}
