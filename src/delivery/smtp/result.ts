import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { oneLine } from '../../lib/text/one-line.ts';
import type { Reply, Stage } from '../../outbox/classification/reply.ts';

/** The result of an SMTP transaction. */
export type SmtpResult =
  | { kind: 'accepted' }
  | { kind: 'refused'; reply: Reply }
  /**
   * The connection was lost. `uncertain`: the message was sent completely, but no reply arrived.
   */
  | { kind: 'lost'; uncertain: boolean; error: string }
  /**
   * The relay takes no more messages on this connection: it took earlier messages but did not start
   * this one. A new connection may work.
   */
  | { kind: 'exhausted' };

/** A 4xx at MAIL, other than 421, about the connection and not about the rate. */
const perConnection =
  /too many (?:messages|mails|e-?mails|transactions)|per (?:connection|session)|(?:this|one|same|single) (?:connection|session)/i;

/** Whether the relay did not start this message because of earlier ones on the connection. */
export function isExhausted(result: SmtpResult, answered: boolean): boolean {
  if (result.kind === 'lost') return !answered;
  if (result.kind !== 'refused' || result.reply.stage !== 'mail') return false;
  const { code, text } = result.reply;
  return code === 421 || (code < 500 && perConnection.test(text));
}

/**
 * A message is accepted by a complete 2xx reply after its text. Anything else is not a reply to it.
 */
export function acceptance(response: string, isStarted: boolean): SmtpResult {
  if (isStarted && /^2\d\d(?: |$)/m.test(response)) return { kind: 'accepted' };
  return {
    kind: 'lost',
    uncertain: isStarted,
    error: `no answer to the message: ${replyText(response)}`,
  };
}

/**
 * The cause of a failed attempt: a complete 4xx or 5xx reply to one of our commands or to the text,
 * or the loss of the connection.
 */
export function failure(
  { command, responseCode: code, response, message }: SMTPConnection.SMTPError,
  isRequested: boolean,
  isStarted: boolean,
): SmtpResult {
  // nodemailer's CONN means a truncated or unexpected reply, also one between the 354 and the text.
  const refused =
    isRequested === isStarted &&
    code !== undefined &&
    command !== 'CONN' &&
    /^[45]\d\d(?:[ -]|$)/.test(response ?? '');
  if (!refused) return { kind: 'lost', uncertain: isStarted, error: truncated(message) };
  return {
    kind: 'refused',
    reply: { stage: stageOf(command, isStarted), code, text: replyText(response) },
  };
}

function stageOf(command: string | undefined, isStarted: boolean): Stage {
  if (isStarted) return 'data';
  if (command?.startsWith('MAIL')) return 'mail';
  if (command?.startsWith('RCPT')) return 'rcpt';
  return command === 'DATA' ? 'data' : 'connect';
}

/** The reply without its code, as stored with the row. */
function replyText(response: string | undefined): string {
  return truncated((response ?? '').replace(/^\d{3}[ -]?/gm, '').replace(/\s+/g, ' '));
}

/**
 * A text that Postgres can store. It rejects NUL, which nodemailer keeps, and half of a surrogate
 * pair, which `slice` may leave at the end.
 */
function truncated(text: string): string {
  return oneLine(text.slice(0, 300));
}
