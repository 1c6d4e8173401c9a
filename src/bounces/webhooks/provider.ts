import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { parseMailbox } from '../../mail/header.ts';
import { rowOfMessageId } from '../../mail/return-path.ts';
import { Problem } from '../../lib/errors/problem.ts';
import { parseJson } from '../../lib/text/json.ts';
import type { About, BounceEvent, Kind } from '../event.ts';
import { classifyReport, mildest, verdictOf } from '../verdict.ts';

/** A request to a webhook. The body is unparsed, because signatures cover its bytes. */
export interface WebhookRequest {
  headers: IncomingHttpHeaders;
  body: string;
}

/** What a provider reports, after its signature is verified. */
export interface VerifiedWebhook {
  events: BounceEvent[];
  /** Events that do not have the provider's format. They change nothing. */
  unreadable: number;
  /** A token that is accepted once. */
  once?: string;
}

/**
 * A provider's id for an event, an address, or a number of seconds, without characters that
 * Postgres would reject.
 */
export const providerId = z.string().regex(/^[\x21-\x7e]{1,200}$/);
export const providerAddress = z.string().regex(/^[^\p{Cc}\p{Cs}]{3,500}$/u);
export const providerSeconds = z.number().min(0).max(10_000_000_000);
export const providerTime = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** An optional text; any other type is ignored. */
export const providerText = z.string().optional().catch(undefined);

/**
 * Hours that a signed request is accepted: providers retry for at most a day. A repeated request is
 * harmless, so the limit need not be strict.
 */
const freshFor = 48;

/** Minutes that the clock of a provider may be ahead of this server. */
const skew = 10;

/** @throws Problem 404 if the operator has not set up this provider */
export function notSetUp(setting: string): Problem {
  return new Problem(404, 'Not set up', `Set ${setting} to enable this webhook.`);
}

/** The request does not come from the provider. */
export function notSigned(detail: string): Problem {
  return new Problem(403, 'Not signed', detail);
}

/** @throws Problem 403 if the signed time is too old or in the future */
export function checkFresh(at: Date, now: Date): void {
  const age = now.getTime() - at.getTime();
  if (!(age < freshFor * 3_600_000 && age > -skew * 60_000))
    throw notSigned(
      `The request was signed more than ${freshFor} hours ago, or its date is in the future.`,
    );
}

/** @throws Problem 400 if the body is not JSON */
export function parseBody(body: string): unknown {
  const parsed = parseJson(body);
  if (parsed === undefined) throw new Problem(400, 'Not JSON', 'The body must be JSON.');
  return parsed;
}

/**
 * Part of the event id if the provider gives one id to several recipients. The address itself is
 * not stored in it.
 */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

/**
 * What identifies the subscriber of a provider's event: the address, and the row if the Message-ID
 * names one.
 */
export function aboutOf(recipient: string, messageId: string | undefined): About {
  const email = parseMailbox(recipient).address.toLowerCase();
  const row = rowOfMessageId(messageId ?? '');
  return row === undefined ? { email } : { row, email };
}

/**
 * The provider's kind of a failure, softened by the codes of the receiving server: a full mailbox
 * or a policy block is not a dead address, regardless of the provider's category.
 */
export function tempered(
  kind: Kind | undefined,
  status: string | undefined,
  diagnostic: string | undefined,
): Pick<BounceEvent, 'kind' | 'class' | 'rule'> | undefined {
  if (kind === undefined) return undefined;
  const found = kind === 'hard' || kind === 'soft' ? classifyReport(status, diagnostic) : undefined;
  if (found === undefined || (kind !== 'hard' && kind !== 'soft')) return { kind };
  return {
    kind: mildest([kind, verdictOf(found)]) ?? kind,
    class: found.class,
    rule: found.rule.id,
  };
}
