import type { ClaimedRow } from './claimed-row.ts';

/** A claimed row of the outbox, with everything needed to render its email. */
export type Claim = Omit<ClaimedRow, 'attempts' | 'relayId'>;

/** A piece of a message: bytes that many emails share, or text for one recipient. */
export type Piece = string | Buffer;

/** A finished message: ASCII only, CRLF line ends, lines under 998 bytes. */
export interface OutgoingMail {
  /** Return path (MAIL FROM), VERP. */
  mailFrom: string;
  /** Always the claim's address. */
  rcptTo: string;
  /** Header fields, each ending with CRLF, without the empty line. */
  header: string;
  /** Joined only when sent, so that an email of 25 KB leaves no garbage of that size behind. */
  body: Piece[];
  /**
   * Set for bodies from our own encoder: no line begins with a dot or ends with a space, no two
   * spaces are adjacent, and the body ends with one CRLF. So dot-stuffing is not needed, and the
   * body is already canonical for DKIM. Other bodies are checked.
   */
  encoded?: true;
}

/** The complete text of a message. */
export function textOf({ header, body }: Pick<OutgoingMail, 'header' | 'body'>): string {
  return `${header}\r\n${body.join('')}`;
}

/**
 * Renders the email of a claim. Asynchronous only until what it needs is cached. Throws if the row
 * cannot be rendered.
 */
export type Renderer = (claim: Claim) => OutgoingMail | Promise<OutgoingMail>;

/**
 * Renderers by kind: created in app/roles.ts and passed to the sender, which knows nothing about
 * digests.
 */
export type Renderers = Record<string, Renderer>;
