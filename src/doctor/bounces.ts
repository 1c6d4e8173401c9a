import type { Config } from '../config/config.ts';
import { reasonOf } from '../lib/errors/reason.ts';
import { fail, type Finding, ok } from './finding.ts';

/** Milliseconds that the mailbox may take. */
const defaultTimeout = 15_000;

/**
 * Whether the mailbox that bounces arrive in can be read; where none is set, a provider's webhook
 * may tell of them.
 */
export async function examineBounces(
  { BOUNCE_IMAP_URL: url }: Config,
  timeout = defaultTimeout,
): Promise<Finding[]> {
  if (url === undefined) return [];
  const { unreadIn } = await import('../bounces/mailbox/imap.ts');
  try {
    const waiting = await unreadIn(url, timeout);
    const mails = waiting === 1 ? '1 unread message' : `${waiting} unread messages`;
    return [ok('bounces', `the mailbox of BOUNCE_IMAP_URL can be read, ${mails}`)];
  } catch (error) {
    return [
      fail(
        'bounces',
        reasonOf(error),
        'Fix BOUNCE_IMAP_URL (imaps://user:password@host/INBOX); without it, dead addresses keep getting mail',
      ),
    ];
  }
}
