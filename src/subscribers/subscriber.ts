import { z } from 'zod';
import { sql, type Sql } from '../db/sql.ts';

export const subscriberStatus = z.enum(
  ['pending', 'active', 'paused', 'unsubscribed', 'bounced', 'complained'],
  'pending, active, paused, unsubscribed, bounced or complained',
);

/** A subscriber as the API shows one. */
export const subscriber = z.object({
  id: z.number(),
  email: z.string(),
  status: subscriberStatus,
  topics: z.array(z.string()),
  topicsOnly: z.boolean(),
  tellEmpty: z.boolean(),
  papers: z.number().nullable(),
  frequency: z.string(),
  timezone: z.string().nullable(),
  hour: z.number().nullable(),
  language: z.string().nullable(),
  pausedUntil: z.date().nullable(),
  createdAt: z.date(),
  activeSince: z.date().nullable(),
  unsubscribedAt: z.date().nullable(),
  unsubscribeReason: z.string().nullable(),
});
export type Subscriber = z.output<typeof subscriber>;

export const subscriberColumns: Sql = sql`id, email, status, topics, topics_only "topicsOnly", tell_empty "tellEmpty", papers, frequency, timezone, hour, language,
  paused_until "pausedUntil", created_at "createdAt", active_since "activeSince", unsubscribed_at "unsubscribedAt",
  unsubscribe_reason "unsubscribeReason"`;
