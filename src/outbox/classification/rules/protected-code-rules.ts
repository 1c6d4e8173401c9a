import type { Rule } from '../reply.ts';

/**
 * Codes about the sender, the message or the state of the mailbox. Words about dead mailboxes do
 * not override them.
 */
export const protectedCodeRules: Rule[] = [
  {
    id: 'code-sender-address',
    class: 'about-us',
    provider: 'any',
    source: 'RFC 3463 3.2: bad sender’s mailbox or system address',
    enhanced: /^[45]\.1\.[78]$/,
  },
  {
    id: 'code-mailbox-full',
    class: 'mailbox-full',
    provider: 'any',
    source: 'RFC 3463 3.3: mailbox full',
    enhanced: /^[45]\.2\.2$/,
  },
  {
    id: 'code-message-length',
    class: 'content',
    provider: 'any',
    source:
      'RFC 3463 3.3, 3.4: message length exceeds administrative limit, message too big for system',
    enhanced: /^[45]\.(2\.3|3\.4)$/,
  },
  {
    id: 'code-mail-system',
    class: 'temporary',
    provider: 'any',
    source:
      'RFC 3463 3.4: mail system full, not accepting messages, not capable, incorrectly configured',
    permanent: false,
    enhanced: /^[45]\.3\.[1235]$/,
    except: /\byour (ip|server|host|domain)\b|\bblocked\b|quota|mail ?box.{0,20}full/,
  },
  {
    id: 'code-content',
    class: 'content',
    provider: 'any',
    source: 'RFC 3463 3.7, RFC 5248: message content or media',
    enhanced: /^[45]\.6\.\d+$/,
  },
  {
    id: 'code-owner-changed',
    class: 'mailbox-unknown',
    provider: 'any',
    source: 'RFC 7293: mailbox owner has changed, domain owner has changed',
    enhanced: /^5\.7\.1[78]$/,
  },
  {
    id: 'code-policy',
    class: 'about-us',
    provider: 'any',
    source:
      'RFC 3463 3.8, RFC 7372, RFC 5248, Microsoft 365: security or policy beyond 5.7.0 and 5.7.1',
    enhanced: /^[45]\.7\.(?!13$)([2-9]|\d\d+)$/,
  },
  {
    id: 'reply-authentication',
    class: 'about-us',
    provider: 'any',
    source: 'RFC 4954: authentication required, too weak, failed; RFC 3207: encryption required',
    reply: [530, 534, 535, 538],
  },
];
