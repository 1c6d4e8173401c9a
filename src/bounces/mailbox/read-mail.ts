import { createHash } from 'node:crypto';
import { type ParsedMail, simpleParser } from 'mailparser';
import type { Context } from '../../context.ts';
import type { Keyring } from '../../db/keyring.ts';
import { findReturnPath, type Row, rowName, rowOfMessageId } from '../../mail/return-path.ts';
import { readToken } from '../../subscribers/tokens.ts';
import type { BounceEvent } from '../event.ts';
import { readFieldGroups, readFields, untyped } from '../report/fields.ts';
import { mildest, type Verdict, verdictOf } from '../status-codes.ts';

/**
 * Bytes that are read of a mail. A report says what it has to say in its first parts; the mail that it returns, which may be
 * large, comes last.
 */
export const bytesRead = 256 * 1024;

/** What a mail says, or why it says nothing to us. */
export type Reading = { event: BounceEvent } | { ignored: string };

const nothing = (ignored: string): Reading => ({ ignored });

/**
 * Reads a mail to a bounce address, a complaint (ARF) or a request to unsubscribe. Whom it is about is believed only by what
 * we made and nobody can guess: see README.md.
 * @throws Error where the mail cannot be parsed at all
 */
export async function readMail({ keys, now }: Pick<Context, 'keys' | 'now'>, raw: Buffer): Promise<Reading> {
  const head = raw.subarray(0, bytesRead);
  const mail = await simpleParser(head, {
    keepDeliveryStatus: true,
    ignoreEmbedded: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    maxHtmlLengthToParse: 50_000,
    checksumAlgo: false,
    maxChildNodes: 500,
  });
  const headers = mail.headerLines.map(({ line }) => line).join('\n');
  const at = arrivalOf(mail, now());
  const contentId = createHash('sha256').update(head).digest('base64url');
  const status = partOf(mail, /^message\/(global-)?delivery-status$/);
  const feedback = partOf(mail, /^message\/feedback-report$/);
  const returned = returnedHeader(mail);
  if (feedback !== undefined) return readComplaint(keys, { headers, feedback, returned, at, contentId });
  if (status !== undefined) return readStatus(keys, { headers, status, returned, at });
  const leaving = readLeave(keys, mail);
  if (leaving !== undefined) {
    const eventId = `unsubscribe:${contentId}`;
    return { event: { kind: 'unsubscribe', source: 'mailbox', eventId, about: { subscriberId: leaving }, at } };
  }
  return readUnreported(keys, mail, { headers, at });
}

/**
 * When a mail arrived, by the uppermost `Received`, which a server of ours wrote: `Date` is what the clock of its sender says, which
 * may be wrong. Never ahead of us.
 */
function arrivalOf({ headerLines, date }: ParsedMail, now: Date): Date {
  const received = headerLines.find(({ key }) => key === 'received')?.line ?? '';
  const stamped = new Date(received.slice(received.lastIndexOf(';') + 1).replaceAll(/\s+/g, ' '));
  const at = Number.isNaN(stamped.getTime()) ? date : stamped;
  return at !== undefined && at < now ? at : now;
}

/** The text of the first part of a type. */
function partOf({ attachments }: ParsedMail, type: RegExp): string | undefined {
  return attachments.find(({ contentType }) => type.test(contentType))?.content.toString('utf8');
}

/** The header of the mail that a report returns, or ''. */
function returnedHeader(mail: ParsedMail): string {
  const text = partOf(mail, /^(message\/(rfc822|global)(-headers)?|text\/rfc822-headers)$/) ?? '';
  return (/^\s*([^]*?)(?:\r?\n\r?\n|$)/.exec(text.slice(0, 64_000))?.[1] ?? '').replaceAll(/\r\n?/g, '\n');
}

interface Parts {
  /** The header of the report itself. */
  headers: string;
  returned: string;
  at: Date;
}

/** A delivery status notification (RFC 3464). One of several recipients that got the mail speaks for the address. */
function readStatus(keys: Keyring, { headers, status, returned, at }: Parts & { status: string }): Reading {
  const row = findReturnPath(keys, headers) ?? findReturnPath(keys, returned);
  if (row === undefined) return nothing('no return path of ours');
  const recipients = readFieldGroups(status).filter((group) => group.has('action') || group.has('status'));
  const verdicts = recipients.map(verdictOfRecipient);
  const verdict = mildest(verdicts) ?? 'none';
  if (verdict === 'none') return nothing('the address is not said to be bad');
  const worst = recipients[verdicts.indexOf(verdict)];
  const code = worst?.get('status')?.split(/\s/)[0];
  return { event: bounce(row, verdict, { at, status: code, diagnostic: untyped(worst?.get('diagnostic-code')) }) };
}

/** `delayed`, `delivered`, `relayed` and `expanded` (RFC 3464 2.3.3) are no failure. */
function verdictOfRecipient(recipient: Map<string, string>): Verdict {
  const action = recipient.get('action')?.toLowerCase() ?? 'failed';
  if (!action.startsWith('failed')) return 'none';
  return verdictOf(recipient.get('status')?.split(/\s/)[0], untyped(recipient.get('diagnostic-code'))) ?? 'soft';
}

/** A row bounces once in each way, whatever the number of reports. */
function bounce(row: Row, kind: 'hard' | 'soft', said: Pick<BounceEvent, 'at' | 'status' | 'diagnostic'>): BounceEvent {
  return { kind, source: 'mailbox', eventId: `${rowName(row)}:${kind}`, about: { row }, ...said };
}

/** What kinds of feedback mean (RFC 5965 7.3, RFC 6430, RFC 6591); others, such as `not-spam`, change nothing. */
const feedbackTypes = new Map<string, 'complaint' | 'unsubscribe'>([
  ['abuse', 'complaint'],
  ['fraud', 'complaint'],
  ['other', 'complaint'],
  ['opt-out', 'unsubscribe'],
  ['opt-out-list', 'unsubscribe'],
]);

/** A complaint (RFC 5965). The unsubscribe link in the returned header proves no more than what the link itself does. */
function readComplaint(
  keys: Keyring,
  { headers, feedback, returned, at, contentId }: Parts & { feedback: string; contentId: string },
): Reading {
  const [fields] = readFieldGroups(feedback);
  const kind = feedbackTypes.get(fields?.get('feedback-type')?.toLowerCase() ?? '');
  if (kind === undefined) return nothing('feedback of another kind');
  const row =
    findReturnPath(keys, fields?.get('original-mail-from') ?? '') ??
    findReturnPath(keys, returned) ??
    findReturnPath(keys, headers);
  const said = { source: 'mailbox', at, diagnostic: `feedback ${fields?.get('feedback-type')}` } as const;
  if (row !== undefined) return { event: { ...said, kind, eventId: `${rowName(row)}:${kind}`, about: { row } } };
  const own = readFields(returned);
  const id = tokensIn(keys, own.get('list-unsubscribe') ?? '');
  if (id === undefined) return nothing('no return path or link of ours');
  const named = rowOfMessageId(own.get('message-id') ?? '');
  const about =
    named !== undefined && 'subscriberId' in named && named.subscriberId === id ? { row: named } : { subscriberId: id };
  // Without a mail that it is about, each complaint is one of its own.
  const eventId = `${'row' in about ? rowName(about.row) : contentId}:link`;
  return { event: { ...said, kind: 'unsubscribe', eventId, about } };
}

/** The subscriber of the first unsubscribe token in a text that is truly ours. */
function tokensIn(keys: Keyring, text: string): number | undefined {
  const tokens = text.slice(0, 4000).match(/[1-9a-z][0-9a-z]{0,6}-[\w-]{22}(?![\w-])/g) ?? [];
  return tokens.map((token) => readToken(keys, 'unsubscribe', token)).find((id) => id !== undefined);
}

/** A mail such as the `mailto` of List-Unsubscribe asks for: the token stands in the subject. */
function readLeave(keys: Keyring, { subject = '' }: ParsedMail): number | undefined {
  return /\bunsubscribe\b/i.test(subject) ? tokensIn(keys, subject) : undefined;
}

const daemons = /^(mailer-daemon|postmaster|mail-daemon|mdaemon)(@|$)/i;
const subjects =
  /^\W*(undeliver|unzustellbar|returned mail|failure notice|(mail )?delivery (status|fail|has failed|incomplete|problem)|mail (delivery )?failed)/i;

/** Headers of programs that answer for somebody: RFC 3834, and what was there before it. */
const autoHeaders = ['x-autoreply', 'x-autorespond', 'x-autoreply-from', 'x-vacation'];

/**
 * A bounce without a report, as of qmail, older Exim and some gateways: by its VERP address alone, and soft unless a status code in
 * it says more. Answers of absent people and challenges come to the same address; they change nothing.
 */
function readUnreported(keys: Keyring, mail: ParsedMail, { headers, at }: Pick<Parts, 'headers' | 'at'>): Reading {
  const row = findReturnPath(keys, headers);
  if (row === undefined) return nothing('no return path of ours');
  const failed = mail.headers.has('x-failed-recipients');
  const answers =
    /^auto-submitted:\s*auto-replied/im.test(headers) || autoHeaders.some((name) => mail.headers.has(name));
  if (answers && !failed) return nothing('an automatic answer');
  const from = mail.from?.value[0]?.address ?? mail.from?.text ?? '';
  if (!failed && !daemons.test(from) && !subjects.test(mail.subject ?? '')) return nothing('no bounce');
  const text = (mail.text ?? '').slice(0, 20_000);
  const found = /(?:^|[\s(#<[])([45]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(text);
  const status = found?.[1];
  const verdict = verdictOf(status, undefined) ?? 'soft';
  if (verdict === 'none') return nothing('the address is not said to be bad');
  return { event: bounce(row, verdict, { at, status, diagnostic: text.slice(found?.index ?? 0) }) };
}
