import { encodeQuotedPrintable } from '../../mail/quoted-printable.ts';
import { concat, type Holed, type Slots } from '../../mail/message.ts';
import type { Piece } from '../../outbox/rendering.ts';
import type { CacheBudget } from './cache-budget.ts';

/**
 * A section of a part, split at its slots: each piece with the slot that follows it. The last piece
 * has no slot.
 */
type Section = { piece: Piece; slot: string | undefined }[];

/** A paper's section, and its pieces for the positions in which it has been used so far. */
interface PaperSection {
  section: Section;
  /** Keyed by position and first footnote, or by position alone if the section has no footnotes. */
  placed: Map<number, Piece>;
  namesNotes: boolean;
}

/** The parts of an email that show one paper. */
export interface PaperFragments {
  html: PaperSection;
  text: PaperSection;
  /** Its footnotes in the text part. */
  notes: PaperSection;
}

/** The parts of an email around its papers. */
export interface Surround {
  /** `line` follows the papers. `personal` contains the recipient's address and links. */
  html: { head: Section; line: Section; personal: Section; foot: Section };
  /** `line` precedes the footnotes, which are added per paper. */
  text: { head: Section; line: Section; foot: Section };
}

/** A paper of the pool that a list may contain, and the number of its footnotes. */
export interface ListedPaper extends PaperFragments {
  title: string;
  preheader: string;
  noteCount: number;
}

/**
 * A digest's parts, split at its papers, so that any list can be joined without rendering again.
 * The papers, by rank, are those that were needed so far.
 */
export interface Sections {
  surround: Surround;
  papers: ReadonlyMap<number, ListedPaper>;
  write: Write;
  /** Limits the pieces that are cached by position. */
  budget: CacheBudget;
}

/** How to write sections. */
export interface Write {
  piece(content: string): Piece;
  /** Encodes the value of a slot. */
  value(text: string): string;
  /** The text after an unfilled slot. */
  after: string;
  join(pieces: Piece[]): Piece;
}

/** Plain text, for previews. */
export const plainly: Write = {
  piece: String,
  value: String,
  after: '',
  join: (pieces) => pieces.join(''),
};

/** Quoted-printable, as bytes. */
export const encoded: Write = {
  piece: (content) => Buffer.from(encodePiece(content), 'latin1'),
  value: encodePiece,
  after: '=\r\n',
  join: (pieces) => Buffer.from(pieces.join(''), 'latin1'),
};

/**
 * Encodes a piece so that it can be placed between any others. It starts at the beginning of a line
 * and ends with a soft line break.
 */
function encodePiece(content: string): string {
  return content === '' ? '' : `${encodeQuotedPrintable(content)}=\r\n`;
}

/** Splits rendered parts at the slot `cut`, and each section at its slots. */
export function cutSections(
  { html, text }: { html: string; text: string },
  slots: Slots,
): { surround: Surround; papers: PaperFragments[] } {
  const mark = slots.names['cut'] ?? '';
  const cut = (content: string): Section => {
    const parts = content.split(slots.pattern);
    return parts.flatMap((piece, index) =>
      index % 2 === 0 ? [{ piece, slot: parts[index + 1] }] : [],
    );
  };
  const [htmlHead = [], ...htmlRest] = html.split(mark).map(cut);
  const [textHead = [], ...textRest] = text.split(mark).map(cut);
  const count = htmlRest.length - 3;
  const paperAt = (index: number): PaperFragments => ({
    html: ofPaper(htmlRest[index]),
    text: ofPaper(textRest[index]),
    notes: ofPaper(textRest[count + 1 + index]),
  });
  return {
    surround: {
      html: {
        head: htmlHead,
        line: htmlRest[count] ?? [],
        personal: htmlRest[count + 1] ?? [],
        foot: htmlRest.at(-1) ?? [],
      },
      text: { head: textHead, line: textRest[count] ?? [], foot: textRest.at(-1) ?? [] },
    },
    papers: Array.from({ length: count }, (_, index) => paperAt(index)),
  };
}

function ofPaper(section: Section = []): PaperSection {
  return {
    section,
    placed: new Map(),
    namesNotes: section.some(({ slot }) => slot?.startsWith('note') === true),
  };
}

function rewrite(section: Section, { piece: written }: Write): Section {
  return section.map(({ piece, slot }) => ({ piece: written(String(piece)), slot }));
}

/** Writes plain sections with `write`. */
export function writeSurround({ html, text }: Surround, write: Write): Surround {
  const written = (section: Section) => rewrite(section, write);
  return {
    html: {
      head: written(html.head),
      line: written(html.line),
      personal: written(html.personal),
      foot: written(html.foot),
    },
    text: { head: written(text.head), line: written(text.line), foot: written(text.foot) },
  };
}

/** Writes the sections of a paper with `write`. */
export function writePaper(paper: ListedPaper, write: Write): ListedPaper {
  const written = ({ section }: PaperSection) => ofPaper(rewrite(section, write));
  return {
    ...paper,
    html: written(paper.html),
    text: written(paper.text),
    notes: written(paper.notes),
  };
}

/** The size of plain sections in bytes. */
export function bytesOf(sections: Section[]): number {
  const pieces = sections.flat().map(({ piece }) => piece);
  return Buffer.byteLength(pieces.join(''));
}

/** The sections without the address and the links of the recipient. */
export function withoutPersonal(sections: Sections): Sections {
  const { surround } = sections;
  return { ...sections, surround: { ...surround, html: { ...surround.html, personal: [] } } };
}

/** Values by slot name, for the slots that a list fills. */
export type Values = Readonly<Record<string, string>>;

/** The parts around the papers of a list. */
export interface Frame {
  html: { head: Holed; foot: Holed };
  text: { head: Holed; line: Holed; foot: Holed };
}

/**
 * @param values of the list's own slots, written like the sections. The recipient's slots stay
 *   unfilled.
 */
export function frameOf({ surround: { html, text }, write }: Sections, values: Values): Frame {
  const filled = (section: Section) => fillIn(section, values, write);
  return {
    html: { head: filled(html.head), foot: filled([...html.line, ...html.personal, ...html.foot]) },
    text: { head: filled(text.head), line: filled(text.line), foot: filled(text.foot) },
  };
}

/** Fills the slots of a section that have values and joins each run of pieces into one. */
function fillIn(section: Section, values: Values, { after, join }: Write): Holed {
  const out: Holed = [];
  let run: Piece[] = [];
  for (const { piece, slot } of section) {
    run.push(piece);
    if (slot === undefined) continue;
    const cached = values[slot];
    if (cached === undefined) {
      out.push([join(run)], slot);
      run = [after];
    } else {
      run.push(cached);
    }
  }
  out.push([join(run)]);
  return out;
}

/**
 * Joins the sections of these ranks in their frame and fills in rank and footnote numbers.
 * @throws Error if a paper was not rendered
 */
export function joinSections(
  { papers, write, budget }: Sections,
  ranks: number[],
  frame: Frame,
): { html: Holed; text: Holed } {
  const html: Piece[] = [];
  const text: Piece[] = [];
  const notes: Piece[] = [];
  let note = 0;
  for (const [place, rank] of ranks.entries()) {
    const paper = papers.get(rank);
    if (paper === undefined) throw new Error(`the paper of rank ${rank} is not rendered`);
    html.push(inPlace(paper.html, place, note, write, budget));
    text.push(inPlace(paper.text, place, note, write, budget));
    notes.push(inPlace(paper.notes, place, note, write, budget));
    note += paper.noteCount;
  }
  return {
    html: concat(frame.html.head, [html], frame.html.foot),
    text: concat(frame.text.head, [text], frame.text.line, [notes], frame.text.foot),
  };
}

/** Larger than the number of footnotes of a list: two for each of 50 papers at most. */
const noteBase = 101;

/**
 * A paper's section for this position in a list and this first footnote, both counted from 0. Most
 * of a million lists share these sections.
 */
function inPlace(
  { section, placed, namesNotes }: PaperSection,
  place: number,
  note: number,
  write: Write,
  budget: CacheBudget,
): Piece {
  const key = namesNotes ? place * noteBase + note : place;
  const cached = placed.get(key);
  if (cached !== undefined) return cached;
  const values = numbersOf(place, note, write);
  const made = write.join(
    section.flatMap(({ piece, slot }) =>
      slot === undefined ? piece : [piece, values[slot] ?? ''],
    ),
  );
  budget.put(placed, key, made, pieceBytes(made));
  return made;
}

/** Bytes of a piece in memory. */
function pieceBytes(piece: Piece): number {
  return typeof piece === 'string' ? 2 * piece.length : piece.length;
}

/** Bytes of a frame in memory. */
export function frameBytes({ html, text }: Frame): number {
  const parts = [html.head, html.foot, text.head, text.line, text.foot].flat(2);
  return parts.reduce((sum, piece) => sum + pieceBytes(piece), 0);
}

function numbersOf(place: number, note: number, { value }: Write): Values {
  return {
    rank: value(String(place + 1)),
    heading: value(`${place + 1}.`.padEnd(4)),
    note1: value(`[${note + 1}]`),
    note2: value(`[${note + 2}]`),
  };
}
