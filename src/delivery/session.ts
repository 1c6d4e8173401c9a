import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { OutgoingMail } from '../outbox/rendering.ts';
import type { Reply, Stage } from '../outbox/replies.ts';
import type { Relay } from './relay.ts';

/** How an attempt to hand a mail to the relay ended. */
export type Handover =
  | { kind: 'accepted' }
  | { kind: 'refused'; reply: Reply }
  /** The connection is gone. `uncertain`: the whole message had left, the answer never came. */
  | { kind: 'lost'; uncertain: boolean; error: string };

/** An open connection to the relay. */
export interface Session {
  send(mail: OutgoingMail): Promise<Handover>;
  /** Mails handed over so far. */
  sent(): number;
  alive(): boolean;
  close(): void;
}

/** The relay cannot be reached, or does not let us in; no row is to blame. */
export class RelayError extends Error {
  override name = 'RelayError';
}

/**
 * A message that nodemailer asks to `pipe` itself once the relay has answered DATA with 354. That
 * moment is what tells "safe to retry" from "uncertain": nodemailer's own error is the same for both.
 */
class Message extends Readable {
  left = false;
  #text: string;

  constructor(text: string) {
    super();
    this.#text = text;
  }

  override pipe<T extends NodeJS.WritableStream>(to: T): T {
    this.left = true;
    to.end(this.#text);
    return to;
  }
}

/** Opens a connection: TCP, greeting, EHLO, TLS, AUTH. @throws RelayError */
export async function openSession(relay: Relay): Promise<Session> {
  const connection = new SMTPConnection(relay.options);
  let alive = true;
  let sent = 0;
  connection.on('end', () => (alive = false));
  try {
    await connected(connection, relay);
  } catch (error) {
    connection.close();
    throw error;
  }
  connection.on('error', () => (alive = false));
  return {
    send: async (mail) => {
      sent += 1;
      const handover = await send(connection, mail);
      if (handover.kind === 'lost') alive = false;
      else if (handover.kind === 'refused') alive = alive && (await reset(connection));
      return handover;
    },
    sent: () => sent,
    alive: () => alive && !connection.destroyed,
    close: () => connection.quit(),
  };
}

function connected(connection: SMTPConnection, relay: Relay): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(new RelayError(error.message, { cause: error }));
    connection.once('error', fail);
    connection.once('end', () => fail(new Error('the relay closed the connection')));
    connection.connect((error) => {
      if (error) return fail(error);
      if (relay.auth === undefined) return resolve();
      connection.login(relay.auth, (refusal) => (refusal ? fail(refusal) : resolve()));
    });
  });
}

function send(connection: SMTPConnection, mail: OutgoingMail): Promise<Handover> {
  const message = new Message(`${mail.header}\r\n${mail.body}`);
  return new Promise((resolve) => {
    connection.send({ from: mail.mailFrom, to: [mail.rcptTo] }, message, (error) => {
      if (!error) return resolve({ kind: 'accepted' });
      const { responseCode: code } = error;
      if (code === undefined || code < 400) {
        return resolve({ kind: 'lost', uncertain: message.left, error: error.message });
      }
      const reply = { stage: stageOf(error.command, message.left), code, text: replyText(error.response) };
      return resolve({ kind: 'refused', reply });
    });
  });
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

/** After a refusal the transaction is ended, so that the connection serves the next mail. */
function reset(connection: SMTPConnection): Promise<boolean> {
  if (connection.destroyed) return Promise.resolve(false);
  return new Promise((resolve) => {
    const ended = () => resolve(false);
    connection.once('end', ended);
    connection.reset((error) => {
      connection.off('end', ended);
      resolve(!error);
    });
  });
}
