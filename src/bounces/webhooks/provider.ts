import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { parseMailbox } from '../../mail/header.ts';
import { rowOfMessageId } from '../../mail/return-path.ts';
import { Problem } from '../../lib/errors/problem.ts';
import type { About, BounceEvent, Kind } from '../event.ts';
import { classifyReport, mildest, verdictOf } from '../verdict.ts';

/** A request to a webhook: its body as it came, because signatures hold over bytes. */
export interface Call {
  headers: IncomingHttpHeaders;
  body: string;
}

/** What a provider tells, once its signature is checked. */
export interface VerifiedWebhook {
  events: BounceEvent[];
  /** A token that may be used one time. */
  once?: string;
}

/**
 * What a provider calls an event, an address, or a number of seconds: nothing that Postgres would
 * refuse.
 */
export const providerId = z.string().regex(/^[\x21-\x7e]{1,200}$/);
export const providerAddress = z.string().regex(/^[^\p{Cc}\p{Cs}]{3,500}$/u);
export const providerSeconds = z.number().min(0).max(10_000_000_000);
export const providerTime = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** What is of use where it is text, and no loss where it is not. */
export const providerText = z.string().optional().catch(undefined);

/**
 * Hours that a signed request is good for: providers try for a day at most. Twice is harmless, so
 * there is no need to be strict.
 */
const freshFor = 48;

/** Minutes that the clock of a provider may be ahead of this server's. */
const skew = 10;

/** @throws Problem 404: the operator has not set this provider up */
export function notSetUp(setting: string): Problem {
  return new Problem(404, 'Not set up', `This webhook is open once ${setting} is set.`);
}

/** The sender of this request is not who it must be. */
export function notSigned(detail: string): Problem {
  return new Problem(403, 'Not signed', detail);
}

/** @throws Problem 403 where a signed moment is long ago, or still to come */
export function checkFresh(at: Date, now: Date): void {
  const age = now.getTime() - at.getTime();
  if (!(age < freshFor * 3_600_000 && age > -skew * 60_000))
    throw notSigned(`The request was signed more than ${freshFor} hours ago, or is dated ahead.`);
}

/** @throws Problem 400 */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Problem(400, 'No JSON', 'The body must be JSON.');
  }
}

/** Compares secrets in a time that tells nothing of them. */
export function isSame(given: string, secret: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(secret));
}

/**
 * Part of an event's id where the provider gives one id to several recipients; the address itself
 * is not kept in it.
 */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

/** Whom a provider's event is about: the address, and the row if the Message-ID names one. */
export function aboutOf(recipient: string, messageId: string | undefined): About {
  const email = parseMailbox(recipient).address.toLowerCase();
  const row = rowOfMessageId(messageId ?? '');
  return row === undefined ? { email } : { row, email };
}

/**
 * The kind that a provider gave a failure, made milder by the codes of the receiving server: a full
 * mailbox or a block by policy is no dead address whatever it is filed under.
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
