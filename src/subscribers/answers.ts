import { z } from 'zod';
import { listAnswer } from '../lib/pagination.ts';
import { consent } from './queries.ts';
import { subscriber } from './subscriber.ts';

export const subscriberAnswer = subscriber
  .extend({ consents: z.array(consent).describe('Why this address may be mailed, oldest first') })
  .meta({ id: 'Subscriber' });

export const subscribersAnswer = listAnswer(subscriber).meta({ id: 'Subscribers' });

/** The same for every address. */
export const subscribeAnswer = z.object({ status: z.literal('pending') }).meta({ id: 'Subscribed' });
