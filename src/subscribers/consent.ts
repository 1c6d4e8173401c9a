import type { Context } from '../context.ts';
import type { DbClient } from '../db/client.ts';
import { addressHashes } from '../journal/entry.ts';
import { clientHash } from './signup/client-hash.ts';

/** Consents that subscribers give on a page, other than by confirming. */
export type ConsentEvent = 'returned-weekly' | 'returned-paused' | 'address-changed';

interface WebConsent {
  subscriberId: number;
  page: string | null;
  ip: string | undefined;
  event?: ConsentEvent | null;
}

/** Records a consent that a subscriber gave on a page. */
export async function recordConsent(
  { keys, now }: Context,
  { prisma }: DbClient,
  { subscriberId, page, ip, event = null }: WebConsent,
): Promise<void> {
  await prisma.consent.create({
    data: { subscriberId, source: 'web', event, at: now(), page, clientHash: clientHash(keys, ip) },
  });
}

/** Forgets an erasure: the owner of an erased address may subscribe it again, an import may not. */
export async function forgetErasure(
  { keys }: Context,
  { prisma }: DbClient,
  emailKey: string,
): Promise<void> {
  await prisma.erasure.deleteMany({
    where: { emailHash: { in: addressHashes(keys, emailKey) } },
  });
}
