import type { Config } from '../config/config.ts';
import { reasonOf } from '../lib/errors/reason.ts';
import { fail, type Finding, ok, warn } from './finding.ts';

/** Maximum milliseconds for the mailbox. */
const defaultTimeout = 15_000;

/**
 * Checks whether the bounce mailbox can be read. If none is set, a provider's webhook may report
 * bounces.
 */
export async function examineBounces(
  { BOUNCE_IMAP_URL: url, MAIL_UNSUBSCRIBE: unsubscribeAddress }: Config,
  timeout = defaultTimeout,
): Promise<Finding[]> {
  if (url === undefined)
    return unsubscribeAddress === undefined
      ? []
      : [
          warn(
            'bounces',
            'nothing reads the unsubscribe requests to MAIL_UNSUBSCRIBE',
            'Set BOUNCE_IMAP_URL to the mailbox that receives them, or remove MAIL_UNSUBSCRIBE',
          ),
        ];
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
