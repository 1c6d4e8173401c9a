import { createHash, randomBytes } from 'node:crypto';
import type { Piece } from '../outbox/rendering.ts';
import { encodeQuotedPrintable } from './quoted-printable.ts';

/**
 * Placeholders for values that differ by recipient. Templates refer to them as `{{ slots.name }}`.
 */
export interface Slots {
  /** The placeholder to write into a template, by slot name. */
  names: Record<string, string>;
  pattern: RegExp;
}

/** Placeholders that no paper's text can contain, because they are random for each message. */
export function makeSlots(names: readonly string[]): Slots {
  const nonce = randomBytes(8)
    .toString('hex')
    .replaceAll(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)));
  return {
    names: Object.fromEntries(names.map((name) => [name, `slot${nonce}${name}`])),
    pattern: new RegExp(`slot${nonce}(${names.join('|')})`),
  };
}

/**
 * Encoded text with slots: runs of constant pieces (even indexes) alternate with slot names (odd
 * indexes).
 */
export type SlottedText = (Piece[] | string)[];

/** The body of an email, encoded once. */
export interface Body {
  contentType: string;
  pieces: SlottedText;
}

/** A boundary that neither part contains. */
export function boundaryOf(text: string, html: string): string {
  return `=_${createHash('sha256').update(text).update(html).digest('hex').slice(0, 32)}`;
}

/** Joins two encoded parts, each split at its slots, as multipart/alternative. */
export function joinParts(text: SlottedText, html: SlottedText, boundary: string): Body {
  const head = (type: string) =>
    `--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
  const [first, between, last] = [
    head('text/plain'),
    `\r\n${head('text/html')}`,
    `\r\n--${boundary}--\r\n`,
  ];
  return {
    contentType: contentTypeOf(boundary),
    pieces: concat([[first]], text, [[between]], html, [[last]]),
  };
}

/** Concatenates texts; adjacent runs become one. */
export function concat(...texts: SlottedText[]): SlottedText {
  const out: SlottedText = [];
  for (const text of texts) {
    for (const part of text) {
      const run = out.at(-1);
      if (typeof part === 'string') out.push(part);
      else if (typeof run === 'string' || run === undefined) out.push([...part]);
      else run.push(...part);
    }
  }
  return out;
}

/** The Content-Type of a message with text and HTML. */
export function contentTypeOf(boundary: string): string {
  return `multipart/alternative; boundary="${boundary}"`;
}

/**
 * Joins pieces and values. A value is ASCII without `=` and at most 74 characters long, or the
 * result of `slotValue`.
 */
export function fill({ pieces }: Body, values: Record<string, string>): Piece[] {
  const out: Piece[] = [];
  for (const piece of pieces) {
    if (typeof piece === 'string') out.push(values[piece] ?? '');
    else out.push(...piece);
  }
  return out;
}

/** The same body with each run as one buffer, for a body that many emails share. */
export function asBytes({ contentType, pieces }: Body): Body {
  const bytes = (run: Piece[]) => Buffer.from(run.join(''), 'latin1');
  return {
    contentType,
    pieces: pieces.map((piece) => (typeof piece === 'string' ? piece : [bytes(piece)])),
  };
}

/** Encodes a slot value that may be long or contain any character, such as an address. */
export function slotValue(text: string): string {
  return encodeQuotedPrintable(text);
}
