import type { ClaimedRow } from './claimed-row.ts';

/** A claimed row of the outbox, with all that its mail is made of. */
export type Claim = Omit<ClaimedRow, 'attempts' | 'relayId'>;

/** A piece of a text: bytes that many mails share, or what is one reader's own. */
export type Piece = string | Buffer;

/** A finished mail: ASCII only, CRLF line ends, lines under 998 bytes. */
export interface OutgoingMail {
  /** Return path (MAIL FROM), VERP. */
  mailFrom: string;
  /** Always the claim's address. */
  rcptTo: string;
  /** Header fields, each ended by CRLF, without the empty line. */
  header: string;
  /** Joined on the wire only: a mail of 25 KB leaves no garbage of that size behind. */
  body: Piece[];
  /**
   * The body comes from our own encoder: no line begins with a dot, none ends with a blank, no two
   * blanks meet, it ends with one CRLF. So no dot has to be doubled, and it is canonical for DKIM
   * as it stands. Else it is looked through.
   */
  encoded?: true;
}

/** The whole text of a mail. */
export function textOf({ header, body }: Pick<OutgoingMail, 'header' | 'body'>): string {
  return `${header}\r\n${body.join('')}`;
}

/**
 * Makes the mail of a claim; async only until what it needs is cached. Throws if the row cannot be
 * rendered.
 */
export type Renderer = (claim: Claim) => OutgoingMail | Promise<OutgoingMail>;

/** Renderers by kind: made in main.ts, handed to the sender, which knows no digest. */
export type Renderers = Record<string, Renderer>;
