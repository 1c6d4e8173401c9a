import type { Context } from '../context.ts';
import type { DbClient } from '../db/client.ts';
import { addressHashes } from '../journal/entry.ts';
import { clientHash } from './signup/client-hash.ts';

/** What a subscriber agreed to on a page, other than by a confirmation mail. */
export type ConsentEvent = 'returned-weekly' | 'returned-paused' | 'address-changed';

interface WebConsent {
  subscriberId: number;
  page: string | null;
  ip: string | undefined;
  event?: ConsentEvent | null;
}

/** Records that a subscriber agreed on a page. */
export async function recordConsent(
  { keys, now }: Context,
  { prisma }: DbClient,
  { subscriberId, page, ip, event = null }: WebConsent,
): Promise<void> {
  await prisma.consent.create({
    data: { subscriberId, source: 'web', event, at: now(), page, clientHash: clientHash(keys, ip) },
  });
}

/** The owner of an erased address may subscribe it again; imports may not. */
export async function forgetErasure(
  { keys }: Context,
  { prisma }: DbClient,
  emailKey: string,
): Promise<void> {
  await prisma.erasure.deleteMany({
    where: { emailHash: { in: addressHashes(keys, emailKey) } },
  });
}
