import type { Rule } from '../reply.ts';

/** Enhanced status codes (RFC 3463), used if the words match no rule. */
export const codeRules: Rule[] = [
  {
    id: 'code-mailbox-address',
    class: 'mailbox-unknown',
    provider: 'any',
    source: 'RFC 3463 3.2: bad destination mailbox address',
    enhanced: /^5\.1\.1$/,
  },
  {
    id: 'code-system-address',
    class: 'domain-unknown',
    provider: 'any',
    source: 'RFC 3463 3.2: bad destination system address',
    enhanced: /^5\.1\.2$/,
  },
  {
    id: 'code-address-syntax',
    class: 'mailbox-unknown',
    provider: 'any',
    source: 'RFC 3463 3.2: bad destination mailbox address syntax',
    enhanced: /^5\.1\.3$/,
  },
  {
    id: 'code-moved',
    class: 'mailbox-unknown',
    provider: 'any',
    source: 'RFC 3463 3.2: destination mailbox has moved, no forwarding address',
    enhanced: /^5\.1\.6$/,
  },
  {
    id: 'code-null-mx',
    class: 'domain-unknown',
    provider: 'any',
    source: 'RFC 7505: recipient address has null MX',
    enhanced: /^5\.1\.10$/,
  },
  {
    id: 'code-sender-limit',
    class: 'about-us',
    provider: 'Microsoft 365',
    source: 'Microsoft 365: 5.1.20 several senders, 5.1.90 daily limit of the sender',
    enhanced: /^5\.1\.(20|90)$/,
  },
  {
    id: 'code-mailbox-disabled',
    class: 'mailbox-disabled',
    provider: 'any',
    source:
      'RFC 3463 3.3: mailbox disabled, not accepting messages; it exists, and may be enabled again',
    permanent: false,
    enhanced: /^5\.2\.1$/,
  },
  {
    id: 'code-no-route',
    class: 'domain-unknown',
    provider: 'any',
    source: 'RFC 3463 3.5: unable to route; Postfix: no such host',
    enhanced: /^5\.4\.4$/,
  },
  {
    id: 'code-network',
    class: 'temporary',
    provider: 'any',
    source: 'RFC 3463 3.5: network and routing; our own name server may fail',
    permanent: false,
    enhanced: /^5\.4\.\d+$/,
  },
  {
    id: 'code-protocol',
    class: 'about-us',
    provider: 'any',
    source: 'RFC 3463 3.6: protocol, our fault or theirs',
    enhanced: /^5\.5\.[1-9]\d*$/,
  },
  {
    id: 'code-security',
    class: 'about-us',
    provider: 'any',
    source: 'RFC 3463 3.8: security or policy',
    enhanced: /^[45]\.7\.\d+$/,
  },
];

/** Reply codes (RFC 5321 4.2.3), used if nothing else matches. */
export const replyRules: Rule[] = [
  {
    id: 'reply-no-mail',
    class: 'domain-unknown',
    provider: 'any',
    source: 'RFC 7504, RFC 7505: 521 host, 556 domain does not accept mail',
    reply: [521, 556],
    enhanced: /^$|^5\.[013]\.\d+$/,
  },
  {
    id: 'reply-not-local',
    class: 'mailbox-unknown',
    provider: 'any',
    source: 'RFC 5321 3.4: 551 user not local',
    reply: [551],
    enhanced: /^$|^5\.[01]\.\d+$/,
    exceptCommands: ['data'],
  },
  {
    id: 'reply-storage',
    class: 'mailbox-full',
    provider: 'any',
    source: 'RFC 5321 4.2.3: 552 exceeded storage allocation',
    reply: [552],
    exceptCommands: ['data'],
  },
  {
    id: 'reply-storage-after-data',
    class: 'content',
    provider: 'any',
    source: 'RFC 1870: 552 in answer to the data',
    reply: [552],
    commands: ['data'],
  },
  {
    id: 'reply-protocol',
    class: 'about-us',
    provider: 'any',
    source: 'RFC 5321 4.2.2: 500 to 504, command or parameter refused',
    reply: [500, 501, 502, 503, 504, 555],
  },
  {
    id: 'reply-transaction',
    class: 'about-us',
    provider: 'any',
    source: 'RFC 5321 4.2.2: 554 transaction failed; policy unless the reply says otherwise',
    reply: [541, 554],
    enhanced: /^$|^5\.0\.\d+$/,
  },
];
