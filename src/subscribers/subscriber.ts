import { z } from 'zod';
import { SubscriberStatus } from '../generated/prisma/enums.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { preferenceSelect } from './preferences/definitions.ts';

export const subscriberStatus = z.enum(
  SubscriberStatus,
  'pending, active, paused, unsubscribed, bounced or complained',
);

/** The statuses of subscribers who receive digests, now or after a pause. */
export const subscribed = ['active', 'paused'] as const satisfies SubscriberStatus[];

/** Whether a subscriber with this status receives digests, now or after a pause. */
export function isSubscribed(status: string): boolean {
  return subscribed.some((one) => one === status);
}

/** The fields that the API and the admin pages show of a subscriber. */
export const subscriberSelect = {
  id: true,
  email: true,
  status: true,
  ...preferenceSelect,
  pausedUntil: true,
  createdAt: true,
  activeSince: true,
  unsubscribedAt: true,
  unsubscribeReason: true,
  unsubscribeComment: true,
} as const satisfies Prisma.SubscriberSelect;

export type Subscriber = Prisma.SubscriberGetPayload<{ select: typeof subscriberSelect }>;
