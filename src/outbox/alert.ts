import { z } from 'zod';
import type { Config } from '../config/config.ts';
import type { Queryable } from '../db/client.ts';
import { enqueueTransactionalEmail } from './enqueue.ts';
import { takeAlertTurn } from './sql/sent-alerts.ts';

const ofDigest = { kind: z.string(), date: z.string() };

/** A code and its parameters: `digests/reason.ts` has all of them. */
const reason = z.looseObject({ code: z.string() });

/** What the operator is told; it holds no secret. */
export const alert = z.discriminatedUnion('event', [
  z.object({ event: z.literal('digest-paused'), ...ofDigest, reason }),
  z.object({ event: z.literal('digest-skipped'), ...ofDigest, reason }),
  z.object({ event: z.literal('digest-waits'), ...ofDigest }),
  z.object({
    event: z.literal('digest-late'),
    ...ofDigest,
    sources: z.array(z.object({ source: z.string(), detail: z.string() })),
  }),
  z.object({
    event: z.literal('digest-bounced'),
    ...ofDigest,
    sent: z.number(),
    hard: z.number(),
    complaints: z.number(),
    /** Too many of the bounces to be believed. */
    bouncesIgnored: z.boolean().optional(),
  }),
  z.object({
    event: z.literal('digest-refused'),
    ...ofDigest,
    mails: z.number(),
    refused: z.number(),
    /** What one of the servers said. */
    reason: z.string(),
  }),
  z.object({
    event: z.literal('relay-away'),
    since: z.string(),
    host: z.string(),
    port: z.number(),
  }),
  z.object({
    event: z.literal('confirmations-delayed'),
    /** CONFIRMATIONS_PER_HOUR */
    perHour: z.number(),
  }),
]);
type Alert = z.output<typeof alert>;

/** Hours after which an alert is no news any more. */
const newsFor = 48;

/**
 * Tells the operator (`ALERT_TO`). Call it in the transaction that made it so: what happens once is
 * then told once.
 */
export async function alertOperator(
  { ALERT_TO: address }: Config,
  tx: Queryable,
  data: Alert,
): Promise<void> {
  if (address !== undefined)
    await enqueueTransactionalEmail(tx, { kind: 'alert', address, data, hours: newsFor });
}

/**
 * Sends an alert unless any process sent one of the same event within the last six hours.
 * @param subject what the event is about, where it may be about several
 */
export async function repeatAlert(
  config: Config,
  tx: Queryable,
  data: Alert,
  subject?: string,
): Promise<void> {
  const event = subject === undefined ? data.event : `${data.event} ${subject}`;
  if (await takeAlertTurn(tx, event)) await alertOperator(config, tx, data);
}
