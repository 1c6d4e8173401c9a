import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Reply, Stage } from '../../outbox/classification/reply.ts';

/** The result of an SMTP transaction. */
export type SmtpResult =
  | { kind: 'accepted' }
  | { kind: 'refused'; reply: Reply }
  /** The connection is gone. `uncertain`: the whole message had left, the answer never came. */
  | { kind: 'lost'; uncertain: boolean; error: string }
  /**
   * The relay takes no more messages on this connection: it did not begin this one, and took others
   * before. A fresh connection may do better.
   */
  | { kind: 'exhausted' };

/** A 4xx at MAIL, other than 421, that is about the connection and not about the rate. */
const perConnection =
  /too many (?:messages|mails|e-?mails|transactions)|per (?:connection|session)|(?:this|one|same|single) (?:connection|session)/i;

/** Whether the relay did not begin this message because of those before it on the connection. */
export function isExhausted(result: SmtpResult, answered: boolean): boolean {
  if (result.kind === 'lost') return !answered;
  if (result.kind !== 'refused' || result.reply.stage !== 'mail') return false;
  const { code, text } = result.reply;
  return code === 421 || (code < 500 && perConnection.test(text));
}

/**
 * A mail is accepted by a whole 2xx reply that came after its text; anything else is no answer at
 * all.
 */
export function acceptance(response: string, left: boolean): SmtpResult {
  if (left && /^2\d\d(?: |$)/m.test(response)) return { kind: 'accepted' };
  return {
    kind: 'lost',
    uncertain: left,
    error: `no answer to the message: ${replyText(response)}`,
  };
}

/**
 * What ended an attempt: a whole 4xx or 5xx reply to one of our commands or to the text, or the
 * loss of the connection.
 */
export function failure(
  { command, responseCode: code, response, message }: SMTPConnection.SMTPError,
  asked: boolean,
  left: boolean,
): SmtpResult {
  // nodemailer's CONN means a reply that was cut off or unexpected. The same between 354 and text.
  const refused =
    asked === left &&
    code !== undefined &&
    command !== 'CONN' &&
    /^[45]\d\d(?:[ -]|$)/.test(response ?? '');
  if (!refused) return { kind: 'lost', uncertain: left, error: message.slice(0, 300) };
  return {
    kind: 'refused',
    reply: { stage: stageOf(command, left), code, text: replyText(response) },
  };
}

function stageOf(command: string | undefined, left: boolean): Stage {
  if (left) return 'data';
  if (command?.startsWith('MAIL')) return 'mail';
  if (command?.startsWith('RCPT')) return 'rcpt';
  return command === 'DATA' ? 'data' : 'connect';
}

/** The reply without its three digits, on one line, cut: it is kept as the reason of the row. */
function replyText(response: string | undefined): string {
  return (response ?? '')
    .replace(/^\d{3}[ -]?/gm, '')
    .replace(/\s+/g, ' ')
    .slice(0, 300);
}
