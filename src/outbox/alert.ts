import { z } from 'zod';
import type { Config } from '../config/config.ts';
import type { Queryable } from '../db/client.ts';
import { enqueueTransactionalEmail } from './enqueue.ts';
import { takeAlertTurn } from './sql/sent-alerts.ts';

const ofDigest = { kind: z.string(), date: z.string() };

/** A code and its parameters. `digests/reason.ts` lists all codes. */
const reason = z.looseObject({ code: z.string() });

/** Alerts for the operator. They contain no secrets. */
export const alert = z.discriminatedUnion('event', [
  z.object({ event: z.literal('digest-paused'), ...ofDigest, reason }),
  z.object({ event: z.literal('digest-skipped'), ...ofDigest, reason }),
  z.object({ event: z.literal('draft-overdue'), ...ofDigest }),
  z.object({
    event: z.literal('digest-late'),
    ...ofDigest,
    /** The sources that failed. `digests/reason.ts` has the schema of their failures. */
    sources: z.array(z.looseObject({ source: z.string() })),
  }),
  z.object({
    event: z.literal('digest-bounced'),
    ...ofDigest,
    sent: z.number(),
    hard: z.number(),
    complaints: z.number(),
    /** Set if there are too many bounces to be plausible. */
    bouncesIgnored: z.boolean().optional(),
  }),
  z.object({
    event: z.literal('digest-refused'),
    ...ofDigest,
    mails: z.number(),
    refused: z.number(),
    /** The reply of one of the servers. */
    reason: z.string(),
  }),
  z.object({
    event: z.literal('relay-away'),
    since: z.string(),
    /** Host and port. */
    relay: z.string(),
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

/** Hours after which an alert is outdated. */
const alertHours = 48;

/**
 * Alerts the operator (`ALERT_TO`). Call it in the transaction that causes the alert, so that one
 * event sends one alert.
 */
export async function alertOperator(
  { ALERT_TO: address }: Config,
  tx: Queryable,
  data: Alert,
): Promise<void> {
  if (address !== undefined)
    await enqueueTransactionalEmail(tx, { kind: 'alert', address, data, hours: alertHours });
}

/**
 * Sends an alert unless any process has sent one for the same event within the last six hours.
 * @param subject distinguishes alerts if the event can have several subjects
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
