import { Socket } from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { isLoopback } from '../../config/config.ts';
import type { OutgoingMail } from '../../outbox/rendering.ts';
import { makeJoiner } from '../join.ts';
import { type ConnectionIo, Message } from './message.ts';
import type { Relay } from './relay.ts';
import { acceptance, failure, isExhausted, type SmtpResult } from './result.ts';

/** The relay is unreachable or refuses the connection. No row is the cause. */
export class RelayError extends Error {
  override name = 'RelayError';
}

/**
 * If the relay closes the connection within this many milliseconds after an accepted message, its
 * limit per connection is reached; a later close is an idle timeout.
 */
const closesWithin = 1000;

/**
 * Opens a connection: TCP, greeting, EHLO, TLS, AUTH.
 * @throws RelayError
 */
export async function openSession(relay: Relay): Promise<Session> {
  const io = openIo(relay.options.secure === true);
  const { socket } = io;
  const options = socket === undefined ? relay.options : { ...relay.options, socket };
  const connection = new SMTPConnection(options);
  const session = new Session(connection, io);
  try {
    await connected(connection, relay);
  } catch (error) {
    connection.close();
    throw error;
  }
  // A connection error is thrown above; a later error ends the session.
  connection.on('error', () => session.handleEnd());
  return session;
}

function openIo(secure: boolean): ConnectionIo {
  return { socket: secure ? undefined : new Socket(), join: makeJoiner() };
}

/** An open connection to the relay. */
export class Session {
  readonly #connection: SMTPConnection;
  readonly #io: ConnectionIo;
  #alive = true;
  #accepted = 0;
  #acceptedAt = Number.NEGATIVE_INFINITY;
  #exhausted = false;
  /** Whether no reply is pending and we have not closed the connection. */
  #idle = true;
  #resetting = Promise.resolve();

  constructor(connection: SMTPConnection, io: ConnectionIo) {
    this.#connection = connection;
    this.#io = io;
    connection.on('end', () => this.handleEnd());
  }

  async send(mail: OutgoingMail): Promise<SmtpResult> {
    const connection = this.#connection;
    connection.lastServerResponse = false;
    this.#idle = false;
    const result = await send(connection, mail, this.#io);
    this.#idle = true;
    const answered = typeof connection.lastServerResponse === 'string';
    if (this.#accepted > 0 && isExhausted(result, answered)) {
      this.#exhausted = true;
      this.#abandon();
      return { kind: 'exhausted' };
    }
    this.#note(result);
    return result;
  }

  /**
   * Resolves when the connection is ready for the next message or unusable. After a refusal this
   * takes one more reply.
   */
  waitForReset(): Promise<void> {
    return this.#resetting;
  }

  /** The number of messages accepted so far. */
  accepted(): number {
    return this.#accepted;
  }

  isAlive(): boolean {
    // A reply may arrive before all bytes are written: the buffer may then still be in use.
    const isWritten = (this.#io.socket?.writableLength ?? 0) === 0;
    return this.#alive && !this.#connection.destroyed && isWritten;
  }

  /**
   * Whether the relay ended the connection instead of taking the next message, or right after the
   * last one.
   */
  isExhausted(): boolean {
    return this.#exhausted;
  }

  close(): void {
    this.#idle = false;
    this.#connection.quit();
  }

  /** Called when the relay or an error has ended the connection. */
  handleEnd(): void {
    this.#alive = false;
    this.#exhausted ||= this.#idle && performance.now() - this.#acceptedAt < closesWithin;
  }

  #note(result: SmtpResult): void {
    if (result.kind === 'accepted') {
      this.#accepted += 1;
      this.#acceptedAt = performance.now();
    } else if (result.kind === 'refused') {
      this.#resetting = reset(this.#connection).then((done) => void (this.#alive &&= done));
    } else {
      this.#abandon();
    }
  }

  /** The connection may still be open, but no reply on it can be matched to a command. */
  #abandon(): void {
    this.#alive = false;
    this.#idle = false;
    this.#connection.close();
  }
}

/**
 * Why the password is not sent over this connection; undefined if it is. nodemailer would send it in
 * clear text, even if the relay offers no AUTH because it replied 454 to STARTTLS. SMTP_TLS=off
 * permits clear text.
 */
export function signInRefusal(
  { secure, allowsAuth }: SMTPConnection,
  { options: { host = '', ignoreTLS } }: Relay,
): string | undefined {
  if (secure) return undefined;
  if (!allowsAuth) return 'the relay offers no authentication on an unencrypted connection';
  if (ignoreTLS === true || isLoopback(host)) return undefined;
  return 'the relay does not offer encryption, and SMTP_TLS is not off';
}

function connected(connection: SMTPConnection, relay: Relay): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(new RelayError(error.message, { cause: error }));
    connection.once('error', fail);
    connection.once('end', () => fail(new Error('the relay closed the connection')));
    connection.connect((error) => {
      if (error) return fail(error);
      if (relay.auth === undefined) return resolve();
      const refusal = signInRefusal(connection, relay);
      if (refusal !== undefined) return fail(new Error(`the password was not sent: ${refusal}`));
      connection.login(relay.auth, (rejection) => (rejection ? fail(rejection) : resolve()));
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
      const { isRequested, isStarted } = message;
      message.destroy();
      resolve(
        error ? failure(error, isRequested, isStarted) : acceptance(info.response, isStarted),
      );
    });
  });
}

/**
 * Resets the transaction after a refusal, so that the connection can be used for the next message.
 */
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
