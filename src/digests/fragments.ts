import { encodeQuotedPrintable } from '../mail/quoted-printable.ts';
import type { Slots } from '../mail/message.ts';

/** Text with holes: constant pieces (even places) and the names of slots (odd places). */
export type Pieces = string[];

/** A digest's parts cut at its papers, so that any list of them can be joined without rendering anything again. */
export interface Sections {
  html: { head: Pieces; papers: Pieces[]; foot: Pieces };
  /** `line` stands above the footnotes, which come paper by paper. */
  text: { head: Pieces; papers: Pieces[]; line: Pieces; notes: Pieces[]; foot: Pieces };
}

/** Cuts rendered parts at the slot `cut`, and each section at its slots. */
export function cutSections(
  { html, text }: { html: string; text: string },
  slots: Slots,
  encode: (content: string) => string,
): Sections {
  const mark = slots.names['cut'] ?? '';
  const cut = (content: string) =>
    content.split(slots.pattern).map((piece, index) => (index % 2 === 0 ? encode(piece) : piece));
  const [htmlHead = [], ...htmlRest] = html.split(mark).map(cut);
  const [textHead = [], ...textRest] = text.split(mark).map(cut);
  const count = htmlRest.length - 1;
  return {
    html: { head: htmlHead, papers: htmlRest.slice(0, count), foot: htmlRest.at(-1) ?? [] },
    text: {
      head: textHead,
      papers: textRest.slice(0, count),
      line: textRest[count] ?? [],
      notes: textRest.slice(count + 1, -1),
      foot: textRest.at(-1) ?? [],
    },
  };
}

/** Encodes a piece so that it may stand between any others: it begins at the start of a line, and ends with a soft one. */
export function encodePiece(content: string): string {
  return content === '' ? '' : `${encodeQuotedPrintable(content).text}=\r\n`;
}

/** How the values of slots are written. */
interface Write {
  value(text: string): string;
  after: string;
}

/** As they are: a preview. */
export const plainly: Write = { value: (text) => text, after: '' };

const written = new Map<string, string>();

/** In quoted-printable; ranks and footnote numbers are few, and written once. */
export const encoded: Write = {
  value: (text) => {
    const known = written.get(text) ?? encodePiece(text);
    if (written.size < 500) written.set(text, known);
    return known;
  },
  after: '=\r\n',
};

/** Values of the slots that a list fills, by name. */
type Values = Readonly<Record<string, string>>;

/**
 * Joins the sections of these ranks. Rank and footnote numbers are filled in; the recipient's own slots stay open.
 * @param notes how many footnotes each paper of the pool has
 * @param write how a slot's value is written in this encoding, and what follows a slot that stays open
 */
export function joinSections(
  { html, text }: Sections,
  ranks: number[],
  notes: number[],
  head: Values,
  write: Write,
): { html: Pieces; text: Pieces } {
  const { value, after } = write;
  const numbers: Values[] = [];
  let note = 0;
  for (const [place, rank] of ranks.entries()) {
    const heading = `${place + 1}.`.padEnd(4);
    numbers.push({
      rank: value(String(place + 1)),
      heading: value(heading),
      note1: value(`[${note + 1}]`),
      note2: value(`[${note + 2}]`),
    });
    note += notes[rank - 1] ?? 0;
  }
  const of = (sections: Pieces[]) =>
    ranks.map((rank, place) => [sections[rank - 1] ?? [], numbers[place] ?? {}] as const);
  const join = (parts: (readonly [Pieces, Values])[]) => {
    const out = [''];
    for (const [pieces, values] of parts) put(out, pieces, values, after);
    return out;
  };
  return {
    html: join([[html.head, head], ...of(html.papers), [html.foot, head]]),
    text: join([[text.head, head], ...of(text.papers), [text.line, head], ...of(text.notes), [text.foot, head]]),
  };
}

/** Adds pieces to what is there, filling the slots whose values are known. `after` ends the line of one that stays open. */
function put(out: Pieces, pieces: Pieces, values: Values, after: string): void {
  let text = out.pop() ?? '';
  for (const [index, piece] of pieces.entries()) {
    const known = index % 2 === 0 ? piece : values[piece];
    if (known === undefined) {
      out.push(text, piece);
      text = after;
    } else text += known;
  }
  out.push(text);
}
