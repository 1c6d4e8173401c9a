import { createHash } from 'node:crypto';
import type { Context } from '../../context.ts';
import type { Keyring } from '../../db/keyring.ts';
import { findReturnPath, type Row, rowName, rowOfMessageId } from '../../mail/return-path.ts';
import { readToken } from '../../subscribers/tokens.ts';
import type { BounceEvent } from '../event.ts';
import { feedbackFields } from '../report/feedback.ts';
import { readFields } from '../report/fields.ts';
import { bytesRead, type Message, parseMessage, returnedHeader } from '../report/message.ts';
import { readReport } from '../report/read-report.ts';
import type { FailedRecipient, Report } from '../report/report.ts';
import { mildest, verdictOf } from '../verdict.ts';

/** What a message reports, or why it is ignored. */
export type Reading = { event: BounceEvent } | { ignored: string };

const nothing = (ignored: string): Reading => ({ ignored });

/**
 * Reads a message to a bounce address, a complaint (ARF) or an unsubscribe request. Only values
 * that we made and that cannot be guessed identify the subscriber: see README.md.
 * @throws Error if the message cannot be parsed
 */
export async function readMail(
  { keys, now }: Pick<Context, 'keys' | 'now'>,
  raw: Buffer,
): Promise<Reading> {
  const message = await parseMessage(raw);
  const contentId = createHash('sha256').update(raw.subarray(0, bytesRead)).digest('base64url');
  return interpret(
    { keys, message, at: arrivalOf(message, now()), contentId },
    readReport(message),
  );
}

function interpret(mail: Mail, report: Report): Reading {
  switch (report.kind) {
    case 'complaint':
    case 'opt-out':
      return readFeedback(mail, report);
    case 'other-feedback':
      return nothing('feedback of another kind');
    case 'bounce':
      return readBounce(mail, report.failed);
    case 'delay':
    case 'delivered':
      return isOurs(mail)
        ? nothing('the address is not said to be bad')
        : nothing('not one of our return paths');
    default:
      return readUnsubscribeRequest(mail) ?? readOther(mail, report.kind);
  }
}

interface Mail {
  keys: Keyring;
  message: Message;
  at: Date;
  /** Identifies a message that belongs to no outbox row. */
  contentId: string;
}

/**
 * When a message arrived, by its topmost `Received`, which the operator's own server wrote. `Date`
 * comes from the sender's clock, which may be wrong. Never in the future.
 */
function arrivalOf({ header, date }: Message, now: Date): Date {
  const received = /^received:.*(?:\n[ \t].*)*/im.exec(header)?.[0] ?? '';
  const stamped = new Date(received.slice(received.lastIndexOf(';') + 1).replaceAll(/\s+/g, ' '));
  const at = Number.isNaN(stamped.getTime()) ? date : stamped;
  return at !== undefined && at < now ? at : now;
}

/**
 * The outbox row of our return path: in the envelope, in the returned message, or in the
 * notification of a provider.
 */
function rowOf({ keys, message }: Mail): Row | undefined {
  return (
    findReturnPath(keys, message.header) ??
    findReturnPath(keys, returnedHeader(message)) ??
    (message.contentType === 'text/plain' && message.text.startsWith('{')
      ? findReturnPath(keys, message.text)
      : undefined)
  );
}

function isOurs(mail: Mail): boolean {
  return rowOf(mail) !== undefined;
}

/**
 * The mildest of several failures decides, because the address may forward to all of these
 * recipients.
 */
function readBounce(mail: Mail, failed: FailedRecipient[]): Reading {
  const row = rowOf(mail);
  if (row === undefined) return nothing('not one of our return paths');
  const verdicts = failed.map(({ classification }) => verdictOf(classification));
  const verdict = mildest(verdicts) ?? 'refused';
  const decisive = failed[verdicts.indexOf(verdict)];
  if (decisive === undefined) return nothing('nobody is named');
  const { status, diagnostic, classification } = decisive;
  return {
    event: {
      kind: verdict,
      source: 'mailbox',
      // A row bounces at most once per verdict, regardless of the number of reports.
      eventId: `${rowName(row)}:${verdict}`,
      about: { row },
      at: mail.at,
      class: classification.class,
      rule: classification.rule.id,
      status: status ?? (classification.enhanced || undefined),
      diagnostic,
    },
  };
}

/**
 * A complaint (RFC 5965). The unsubscribe link in the returned header only allows what the link
 * itself does.
 */
function readFeedback(
  mail: Mail,
  { kind, feedbackType }: Report & { kind: 'complaint' | 'opt-out' },
): Reading {
  const { keys, message, at, contentId } = mail;
  const returned = returnedHeader(message);
  const row =
    findReturnPath(keys, feedbackFields(message).get('original-mail-from') ?? '') ?? rowOf(mail);
  const said = { source: 'mailbox', at, diagnostic: `feedback ${feedbackType}` } as const;
  if (row !== undefined) {
    const of = kind === 'complaint' ? kind : 'unsubscribe';
    return { event: { ...said, kind: of, eventId: `${rowName(row)}:${of}`, about: { row } } };
  }
  const own = readFields(returned);
  const id = tokensIn(keys, own.get('list-unsubscribe') ?? '');
  if (id === undefined) return nothing('none of our return paths or links');
  const named = rowOfMessageId(own.get('message-id') ?? '');
  const about =
    named !== undefined && 'subscriberId' in named && named.subscriberId === id
      ? { row: named }
      : { subscriberId: id };
  // Without a message that it is about, each complaint is a separate event.
  const eventId = `${'row' in about ? rowName(about.row) : contentId}:link`;
  return { event: { ...said, kind: 'unsubscribe', eventId, about } };
}

/** Returns the subscriber of the first authentic unsubscribe token in a text. */
function tokensIn(keys: Keyring, text: string): number | undefined {
  const tokens = text.slice(0, 4000).match(/[1-9a-z][0-9a-z]{0,6}-[\w-]{22}(?![\w-])/g) ?? [];
  return tokens
    .map((token) => readToken(keys, 'unsubscribe', token))
    .find((id) => id !== undefined);
}

/** A message sent by the `mailto` of List-Unsubscribe: its subject contains the token. */
function readUnsubscribeRequest({
  keys,
  message: { subject },
  at,
  contentId,
}: Mail): Reading | undefined {
  const leaving = /\bunsubscribe\b/i.test(subject) ? tokensIn(keys, subject) : undefined;
  if (leaving === undefined) return undefined;
  const eventId = `unsubscribe:${contentId}`;
  return {
    event: {
      kind: 'unsubscribe',
      source: 'mailbox',
      eventId,
      about: { subscriberId: leaving },
      at,
    },
  };
}

function readOther(mail: Mail, kind: 'auto-reply' | 'other'): Reading {
  if (!isOurs(mail)) return nothing('not one of our return paths');
  return nothing(kind === 'auto-reply' ? 'an automatic answer' : 'no bounce');
}
