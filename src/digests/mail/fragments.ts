import { encodeQuotedPrintable } from '../../mail/quoted-printable.ts';
import { concat, type SlottedText, type Slots } from '../../mail/message.ts';
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

/** The parts of an email around its papers, with slots. */
export interface LayoutSections {
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
  layout: LayoutSections;
  papers: ReadonlyMap<number, ListedPaper>;
  encoding: Encoding;
  /** Limits the pieces that are cached by position. */
  budget: CacheBudget;
}

/** How sections are encoded. */
export interface Encoding {
  piece(content: string): Piece;
  /** Encodes the value of a slot. */
  value(text: string): string;
  /** The text after an unfilled slot. */
  after: string;
  join(pieces: Piece[]): Piece;
}

/** Plain text, for previews. */
export const plainText: Encoding = {
  piece: String,
  value: String,
  after: '',
  join: (pieces) => pieces.join(''),
};

/** Quoted-printable, as bytes. */
export const quotedPrintable: Encoding = {
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
): { layout: LayoutSections; papers: PaperFragments[] } {
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
    layout: {
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

function encodeSection(section: Section, { piece: encode }: Encoding): Section {
  return section.map(({ piece, slot }) => ({ piece: encode(String(piece)), slot }));
}

/** Encodes plain sections. */
export function encodeLayout({ html, text }: LayoutSections, encoding: Encoding): LayoutSections {
  const encoded = (section: Section) => encodeSection(section, encoding);
  return {
    html: {
      head: encoded(html.head),
      line: encoded(html.line),
      personal: encoded(html.personal),
      foot: encoded(html.foot),
    },
    text: { head: encoded(text.head), line: encoded(text.line), foot: encoded(text.foot) },
  };
}

/** Encodes the plain sections of a paper. */
export function encodePaper(paper: ListedPaper, encoding: Encoding): ListedPaper {
  const encoded = ({ section }: PaperSection) => ofPaper(encodeSection(section, encoding));
  return {
    ...paper,
    html: encoded(paper.html),
    text: encoded(paper.text),
    notes: encoded(paper.notes),
  };
}

/** The size of plain sections in bytes. */
export function bytesOf(sections: Section[]): number {
  const pieces = sections.flat().map(({ piece }) => piece);
  return Buffer.byteLength(pieces.join(''));
}

/** The sections without the address and the links of the recipient. */
export function withoutPersonal(sections: Sections): Sections {
  const { layout } = sections;
  return { ...sections, layout: { ...layout, html: { ...layout.html, personal: [] } } };
}

/** Values by slot name, for the slots that a list fills. */
export type Values = Readonly<Record<string, string>>;

/** The parts around the papers of a list. Only the recipient's slots are unfilled. */
export interface FilledLayout {
  html: { head: SlottedText; foot: SlottedText };
  text: { head: SlottedText; line: SlottedText; foot: SlottedText };
}

/**
 * @param values of the list's own slots, encoded like the sections. The recipient's slots stay
 *   unfilled.
 */
export function fillLayout(
  { layout: { html, text }, encoding }: Sections,
  values: Values,
): FilledLayout {
  const filled = (section: Section) => fillIn(section, values, encoding);
  return {
    html: { head: filled(html.head), foot: filled([...html.line, ...html.personal, ...html.foot]) },
    text: { head: filled(text.head), line: filled(text.line), foot: filled(text.foot) },
  };
}

/** Fills the slots of a section that have values and joins each run of pieces into one. */
function fillIn(section: Section, values: Values, { after, join }: Encoding): SlottedText {
  const out: SlottedText = [];
  let run: Piece[] = [];
  for (const { piece, slot } of section) {
    run.push(piece);
    if (slot === undefined) continue;
    const value = values[slot];
    if (value === undefined) {
      out.push([join(run)], slot);
      run = [after];
    } else {
      run.push(value);
    }
  }
  out.push([join(run)]);
  return out;
}

/**
 * Joins the sections of these ranks in a filled layout, with rank and footnote numbers.
 * @throws Error if a paper was not rendered
 */
export function joinSections(
  { papers, encoding, budget }: Sections,
  ranks: number[],
  filled: FilledLayout,
): { html: SlottedText; text: SlottedText } {
  const html: Piece[] = [];
  const text: Piece[] = [];
  const notes: Piece[] = [];
  let note = 0;
  for (const [place, rank] of ranks.entries()) {
    const paper = papers.get(rank);
    if (paper === undefined) throw new Error(`the paper of rank ${rank} is not rendered`);
    html.push(inPlace(paper.html, place, note, encoding, budget));
    text.push(inPlace(paper.text, place, note, encoding, budget));
    notes.push(inPlace(paper.notes, place, note, encoding, budget));
    note += paper.noteCount;
  }
  return {
    html: concat(filled.html.head, [html], filled.html.foot),
    text: concat(filled.text.head, [text], filled.text.line, [notes], filled.text.foot),
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
  encoding: Encoding,
  budget: CacheBudget,
): Piece {
  const key = namesNotes ? place * noteBase + note : place;
  const cached = placed.get(key);
  if (cached !== undefined) return cached;
  const values = numbersOf(place, note, encoding);
  const made = encoding.join(
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

/** Bytes of a filled layout in memory. */
export function filledBytes({ html, text }: FilledLayout): number {
  const parts = [html.head, html.foot, text.head, text.line, text.foot].flat(2);
  return parts.reduce((sum, piece) => sum + pieceBytes(piece), 0);
}

function numbersOf(place: number, note: number, { value }: Encoding): Values {
  return {
    rank: value(String(place + 1)),
    heading: value(`${place + 1}.`.padEnd(4)),
    note1: value(`[${note + 1}]`),
    note2: value(`[${note + 2}]`),
  };
}
