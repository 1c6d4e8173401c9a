import { encodeQuotedPrintable } from '../mail/quoted-printable.ts';
import type { Holed, Slots } from '../mail/message.ts';
import type { Piece } from '../outbox/rendering.ts';

/** A section of a part, cut at its slots: each piece, and the slot that follows it (the last has none). */
type Section = { piece: Piece; slot: string | undefined }[];

/** A digest's parts cut at its papers, so that any list of them can be joined without rendering anything again. */
export interface Sections {
  html: { head: Section; papers: Section[]; foot: Section };
  /** `line` stands above the footnotes, which come paper by paper. */
  text: { head: Section; papers: Section[]; line: Section; notes: Section[]; foot: Section };
}

/** Cuts rendered parts at the slot `cut`, and each section at its slots. */
export function cutSections(
  { html, text }: { html: string; text: string },
  slots: Slots,
  encode: (content: string) => Piece,
): Sections {
  const mark = slots.names['cut'] ?? '';
  const cut = (content: string): Section => {
    const parts = content.split(slots.pattern);
    return parts.flatMap((part, index) => (index % 2 === 0 ? [{ piece: encode(part), slot: parts[index + 1] }] : []));
  };
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

/** Values of the slots that a list fills, by name. */
type Values = Readonly<Record<string, string>>;

/** How the values of slots are written. */
interface Write {
  /** The numbers of the paper in this place of a list, whose first footnote is this one; both count from 0. */
  numbers(place: number, note: number): Values;
  /** What follows a slot that stays open. */
  after: string;
}

function numbersOf(place: number, note: number, value: (text: string) => string): Values {
  return {
    rank: value(String(place + 1)),
    heading: value(`${place + 1}.`.padEnd(4)),
    note1: value(`[${note + 1}]`),
    note2: value(`[${note + 2}]`),
  };
}

/** As they are: a preview. */
export const plainly: Write = { numbers: (place, note) => numbersOf(place, note, String), after: '' };

/** Footnotes of one list at most: two for each of 200 papers. */
const mostNotes = 401;
const known = new Map<number, Values>();

/** In quoted-printable; places and footnotes are few, and written once. */
export const encoded: Write = {
  numbers: (place, note) => {
    const key = place * mostNotes + note;
    const values = known.get(key) ?? numbersOf(place, note, encodePiece);
    known.set(key, values);
    return values;
  },
  after: '=\r\n',
};

/**
 * Joins the sections of these ranks. Rank and footnote numbers are filled in; the recipient's own slots stay open.
 * @param notes how many footnotes each paper of the pool has
 * @param write how numbers are written in this encoding, and what follows a slot that stays open
 */
export function joinSections(
  { html, text }: Sections,
  ranks: number[],
  notes: number[],
  head: Values,
  write: Write,
): { html: Holed; text: Holed } {
  let note = 0;
  const numbers = ranks.map((rank, place) => {
    const own = write.numbers(place, note);
    note += notes[rank - 1] ?? 0;
    return own;
  });
  const start = () => {
    const out: Holed = [];
    let run = startRun(out);
    const add = (section: Section, values: Values) => {
      run = put(out, run, section, values, write.after);
    };
    const each = (sections: Section[]) =>
      ranks.forEach((rank, place) => add(sections[rank - 1] ?? [], numbers[place] ?? {}));
    return { out, add, each };
  };
  const inHtml = start();
  inHtml.add(html.head, head);
  inHtml.each(html.papers);
  inHtml.add(html.foot, head);
  const inText = start();
  inText.add(text.head, head);
  inText.each(text.papers);
  inText.add(text.line, head);
  inText.each(text.notes);
  inText.add(text.foot, head);
  return { html: inHtml.out, text: inText.out };
}

function startRun(out: Holed): Piece[] {
  const run: Piece[] = [];
  out.push(run);
  return run;
}

/**
 * Adds a section to the run that `out` ends with, filling the slots whose values are known; pieces stay what they are, for the wire to
 * join. `after` ends the line of a slot that stays open.
 * @returns the run that `out` ends with now
 */
function put(out: Holed, run: Piece[], section: Section, values: Values, after: string): Piece[] {
  let current = run;
  for (const { piece, slot } of section) {
    current.push(piece);
    if (slot === undefined) continue;
    const known = values[slot];
    if (known !== undefined) {
      current.push(known);
      continue;
    }
    out.push(slot);
    current = startRun(out);
    current.push(after);
  }
  return current;
}
