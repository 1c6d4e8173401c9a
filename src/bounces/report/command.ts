import type { Stage } from '../../outbox/classification/reply.ts';

/**
 * How mail servers name the refused command. A bare `>>> DATA` of sendmail may stand for a
 * pipelined RCPT.
 */
const wordings: [Stage, RegExp][] = [
  [
    'data',
    /in reply to (the )?(end of )?data|after (end of )?data|our final data|after (i|we) sent the (message|data)|smtp command\s{1,9}data\b|\[?end of (data|message)\]/i,
  ],
  [
    'rcpt',
    /in reply to rcpt|after rcpt|>>> rcpt|smtp:rcpt|\[rcpt_to\]|does not like recipient|our rcpt|rcpt command|smtp command\s{1,9}rcpt/i,
  ],
  [
    'mail',
    /in reply to mail|after mail from|>>> mail from|does not like (the )?sender|\[mail_from\]|our mail from|smtp command\s{1,9}mail/i,
  ],
  [
    'connect',
    /refused to talk to me|after initial connection|initial server greeting|greeting failed|in reply to (helo|ehlo)|after (helo|ehlo)|my name was rejected|but (the )?greeting/i,
  ],
];

/** Returns the command that a text names as refused; undefined if it names none or several. */
export function commandIn(text: string): Stage | undefined {
  const oneLine = text.replaceAll(/\s+/g, ' ');
  const found = wordings.filter(([, wording]) => wording.test(oneLine));
  return found.length === 1 ? found[0]?.[0] : undefined;
}
