import { z } from 'zod';
import { listAnswer } from '../lib/pagination.ts';
import { preferenceAnswer } from './preferences/definitions.ts';
import { subscriberStatus } from './subscriber.ts';

const subscriber = z.object({
  id: z.int(),
  email: z.string(),
  status: subscriberStatus,
  ...preferenceAnswer.shape,
  pausedUntil: z.date().nullable(),
  createdAt: z.date(),
  activeSince: z.date().nullable(),
  unsubscribedAt: z.date().nullable(),
  unsubscribeReason: z
    .string()
    .nullable()
    .describe('too-often, not-relevant, too-long, not-asked or other'),
  unsubscribeComment: z.string().nullable().describe("In the subscriber's own words"),
});

const consent = z.object({
  source: z.string().describe('web, or what an operator or an import named'),
  event: z.string().nullable().describe('returned-weekly, returned-paused or address-changed'),
  at: z.date(),
  page: z.string().nullable(),
  note: z.string().nullable(),
});

export const subscriberAnswer = subscriber
  .extend({ consents: z.array(consent).describe('Why this address may be mailed, oldest first') })
  .meta({ id: 'Subscriber' });

export const subscribersAnswer = listAnswer(subscriber).meta({ id: 'Subscribers' });

/** The response is the same for every address. */
export const subscribeAnswer = z
  .object({ status: z.literal('pending') })
  .meta({ id: 'Subscribed' });
