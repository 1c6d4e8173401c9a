import type { Socket } from 'node:net';
import { Readable, Transform } from 'node:stream';
import { type OutgoingMail, type Piece, textOf } from '../../outbox/rendering.ts';

/** What the mails of one connection share. */
export interface ConnectionIo {
  /** Undefined if TLS starts with the connection: nodemailer makes that socket itself. */
  socket: Socket | undefined;
  join(pieces: Piece[]): Buffer;
}

/**
 * The text of one mail after another on one connection. The buffer is used again: the next mail is
 * written only when the relay has answered the last, so nothing of it is still on its way.
 */
export class Message extends Readable {
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
