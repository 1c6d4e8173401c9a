import { Socket } from 'node:net';
import { Readable, Transform } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { type OutgoingMail, type Piece, textOf } from '../../outbox/rendering.ts';
import type { Reply, Stage } from '../../outbox/classification/reply.ts';
import { makeJoiner } from '../join.ts';
import type { Relay } from './relay.ts';

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

/** An open connection to the relay. */
export interface Session {
  send(mail: OutgoingMail): Promise<SmtpResult>;
  /**
   * Resolves when the connection is ready for the next mail, or done with: after a refusal that
   * takes an answer more.
   */
  waitForReset(): Promise<void>;
  /** Messages accepted so far. */
  accepted(): number;
  alive(): boolean;
  /**
   * Whether the relay ended the connection in place of the next message, or right after the last.
   */
  exhausted(): boolean;
  close(): void;
}

/** The relay cannot be reached, or does not let us in; no row is to blame. */
export class RelayError extends Error {
  override name = 'RelayError';
}

/**
 * The text of one mail after another on one connection. The buffer is used again: the next mail is
 * written only when the relay has answered the last, so nothing of it is still on its way.
 */
class Message extends Readable {
  /** Whether DATA was answered so that nodemailer asked for the text. */
  asked = false;
  /** Whether the text is on its way. */
  left = false;
  #mail: OutgoingMail;
  #io: ConnectionIo;
  #answer: () => unknown;

  /** @param answer the relay's last reply */
  constructor(mail: OutgoingMail, io: ConnectionIo, answer: () => unknown) {
    super();
    this.#mail = mail;
    this.#io = io;
    this.#answer = answer;
  }

  /**
   * nodemailer asks a stream to pipe itself into its own, which looks at each byte for dots to
   * double. Our encoder leaves no line that begins with a dot, so the bytes go past that, in one
   * write with the final dot: a fifth of the sender's time. Any other text takes nodemailer's way.
   */
  override pipe<T extends NodeJS.WritableStream>(to: T): T {
    this.asked = true;
    // nodemailer lets 250 pass for 354; but that is the answer to something before, and the relay
    // is not listening yet.
    if (!/^354(?: |$)/m.test(String(this.#answer())))
      this.destroy(new Error('DATA was not answered with 354'));
    // Two turns: a reply sent right after the 354 has been read by then; it does not answer this
    // message.
    else setImmediate(() => setImmediate(() => this.#write(to)));
    return to;
  }

  #write(to: NodeJS.WritableStream): void {
    if (this.destroyed) return;
    this.left = true;
    const { header, body, encoded } = this.#mail;
    if (
      !(to instanceof Transform) ||
      !isReady(header) ||
      (encoded !== true && !isReady(body.join('')))
    ) {
      to.end(textOf(this.#mail));
      return;
    }
    this.#io.socket?.cork();
    // The stream ends what it is given with CRLF, dot, CRLF: ours ends without.
    to.push(this.#io.join([header, '\r\n', ...body]).subarray(0, -2));
    to.end();
    setImmediate(() => this.#io.socket?.uncork());
  }
}

/** No dot at the start of a line, no bare CR or LF, ASCII only, a line end at the end. */
function isReady(text: string): boolean {
  return (
    text.endsWith('\r\n') &&
    !text.includes('\r\n.') &&
    !text.startsWith('.') &&
    !/[^\r]\n|\r[^\n]|[^\0-\x7f]/.test(text)
  );
}

/** What the mails of one connection share. */
interface ConnectionIo {
  /** Undefined where TLS is from the start: nodemailer makes that socket itself. */
  socket: Socket | undefined;
  join(pieces: Piece[]): Buffer;
}

function openIo(secure: boolean): ConnectionIo {
  return { socket: secure ? undefined : new Socket(), join: makeJoiner() };
}

/**
 * Milliseconds after an accepted message in which a close counts as the limit of a connection; a
 * later one is an idle timeout.
 */
const closesWithin = 1000;

/** A 4xx at MAIL, other than 421, that is about the connection and not about the rate. */
const perConnection =
  /too many (?:messages|mails|e-?mails|transactions)|per (?:connection|session)|(?:this|one|same|single) (?:connection|session)/i;

/** Whether the relay did not begin this message because of those before it on the connection. */
function isExhausted(result: SmtpResult, answered: boolean): boolean {
  if (result.kind === 'lost') return !answered;
  if (result.kind !== 'refused' || result.reply.stage !== 'mail') return false;
  const { code, text } = result.reply;
  return code === 421 || (code < 500 && perConnection.test(text));
}

/** Opens a connection: TCP, greeting, EHLO, TLS, AUTH. @throws RelayError */
export async function openSession(relay: Relay): Promise<Session> {
  const io = openIo(relay.options.secure === true);
  const { socket } = io;
  const connection = new SMTPConnection(
    socket === undefined ? relay.options : { ...relay.options, socket },
  );
  let alive = true;
  let accepted = 0;
  let acceptedAt = Number.NEGATIVE_INFINITY;
  let exhausted = false;
  /** The relay has nothing to answer, and we did not close. */
  let idle = true;
  let resetting = Promise.resolve();
  const ended = () => {
    alive = false;
    exhausted ||= idle && performance.now() - acceptedAt < closesWithin;
  };
  connection.on('end', ended);
  try {
    await connected(connection, relay);
  } catch (error) {
    connection.close();
    throw error;
  }
  connection.on('error', ended);

  /** It may be open still: what the relay sends from now on answers no command. */
  function abandon(): void {
    alive = false;
    idle = false;
    connection.close();
  }

  return {
    send: async (mail) => {
      connection.lastServerResponse = false;
      idle = false;
      const result = await send(connection, mail, io);
      idle = true;
      if (accepted > 0 && isExhausted(result, typeof connection.lastServerResponse === 'string')) {
        exhausted = true;
        abandon();
        return { kind: 'exhausted' };
      }
      if (result.kind === 'lost') abandon();
      else if (result.kind === 'refused')
        resetting = reset(connection).then((done) => void (alive &&= done));
      else {
        accepted += 1;
        acceptedAt = performance.now();
      }
      return result;
    },
    waitForReset: () => resetting,
    accepted: () => accepted,
    // An answer that came before all bytes had left: the buffer may still be in use.
    alive: () => alive && !connection.destroyed && (socket?.writableLength ?? 0) === 0,
    exhausted: () => exhausted,
    close: () => {
      idle = false;
      connection.quit();
    },
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

function send(
  connection: SMTPConnection,
  mail: OutgoingMail,
  io: ConnectionIo,
): Promise<SmtpResult> {
  const message = new Message(mail, io, () => connection.lastServerResponse);
  return new Promise((resolve) => {
    connection.send({ from: mail.mailFrom, to: [mail.rcptTo] }, message, (error, info) => {
      const { asked, left } = message;
      message.destroy();
      resolve(error ? failure(error, asked, left) : acceptance(info.response, left));
    });
  });
}

/**
 * A mail is accepted by a whole 2xx reply that came after its text; anything else is no answer at
 * all.
 */
function acceptance(response: string, left: boolean): SmtpResult {
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
function failure(
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
