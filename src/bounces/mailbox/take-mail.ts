import type { Context } from '../../context.ts';
import { reasonOf } from '../../lib/errors/reason.ts';
import { withTimeout } from '../../lib/with-timeout.ts';
import type { Kind } from '../event.ts';
import { type Reading, readMail } from './read-mail.ts';
import { recordBounces } from '../record.ts';

/**
 * The result for one message. `ignored`: not about our messages, or already known. `unreadable`:
 * flagged for the operator.
 */
export type MailResult = Kind | 'ignored' | 'unreadable';

/** Milliseconds that parsing one message may take. */
const parseTimeout = 20_000;

/**
 * Reads a message and commits its consequences. The caller marks the message as read afterwards. If
 * the process is killed in between, the message is read again, which changes nothing.
 * @throws Error if the database is unavailable; the message stays unread
 */
export async function takeMail(ctx: Context, raw: Buffer): Promise<MailResult> {
  const reading = await readInTime(ctx, raw).catch((error: unknown) => {
    ctx.log.warn(
      { event: 'bounces.unreadable', bytes: raw.length, reason: reasonOf(error) },
      'cannot parse a message of the bounce mailbox',
    );
  });
  if (reading === undefined) return 'unreadable';
  if ('ignored' in reading) {
    ctx.log.debug(
      { event: 'bounces.ignored', reason: reading.ignored },
      'a message of the bounce mailbox is not a report',
    );
    return 'ignored';
  }
  try {
    const { ignored } = await recordBounces(ctx, [reading.event]);
    return ignored > 0 ? 'ignored' : reading.event.kind;
  } catch (error) {
    if (!isAboutValues(error)) throw error;
    ctx.log.error({ event: 'bounces.not-recorded', err: error }, 'cannot record a bounce');
    return 'unreadable';
  }
}

/** A parser that never finishes would block all other messages. */
function readInTime(ctx: Context, raw: Buffer): Promise<Reading> {
  const message = `not parsed within ${parseTimeout} ms`;
  return withTimeout(readMail(ctx, raw), parseTimeout, message);
}

/**
 * Postgres error classes 22 and 23. The same values would be rejected each time, so the message is
 * not read again.
 */
function isAboutValues(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code));
}

/** The number of messages of each kind. */
export interface MailCounts {
  read: number;
  hard: number;
  soft: number;
  refused: number;
  complaints: number;
  unsubscribed: number;
  ignored: number;
  unreadable: number;
}

export function noMails(): MailCounts {
  return {
    read: 0,
    hard: 0,
    soft: 0,
    refused: 0,
    complaints: 0,
    unsubscribed: 0,
    ignored: 0,
    unreadable: 0,
  };
}

const columns = {
  hard: 'hard',
  soft: 'soft',
  refused: 'refused',
  complaint: 'complaints',
  unsubscribe: 'unsubscribed',
  ignored: 'ignored',
  unreadable: 'unreadable',
} as const;

export function countMail(counts: MailCounts, result: MailResult): void {
  counts.read += 1;
  counts[columns[result]] += 1;
}
