import { encodeQuotedPrintable } from '../../mail/quoted-printable.ts';
import { concat, type Holed, type Slots } from '../../mail/message.ts';
import type { Piece } from '../../outbox/rendering.ts';

/**
 * A section of a part, cut at its slots: each piece, and the slot that follows it (the last has
 * none).
 */
type Section = { piece: Piece; slot: string | undefined }[];

/** A paper's section, and what became of it in the places where it has stood so far. */
interface PaperSection {
  section: Section;
  /** By place and first footnote, or by the place alone where the section names no footnote. */
  placed: Map<number, Piece>;
  namesNotes: boolean;
}

/** What a mail shows of one paper. */
export interface PaperFragments {
  html: PaperSection;
  text: PaperSection;
  /** Its footnotes in the text. */
  notes: PaperSection;
}

/** What stands around the papers of a mail. */
export interface Surround {
  /** `line` stands below the papers, `personal` is the recipient's address and links. */
  html: { head: Section; line: Section; personal: Section; foot: Section };
  /** `line` stands above the footnotes, which come paper by paper. */
  text: { head: Section; line: Section; foot: Section };
}

/** A paper of the pool that a list may have, and the number of its footnotes. */
export interface ListedPaper extends PaperFragments {
  title: string;
  preheader: string;
  noteCount: number;
}

/**
 * A digest's parts cut at its papers, so that any list of them can be joined without rendering
 * anything again. The papers, by rank, are those that were needed so far.
 */
export interface Sections {
  surround: Surround;
  papers: ReadonlyMap<number, ListedPaper>;
  write: Write;
}

/** How sections are written. */
export interface Write {
  piece(content: string): Piece;
  /** The value of a slot. */
  value(text: string): string;
  /** What follows a slot that stays open. */
  after: string;
  join(pieces: Piece[]): Piece;
}

/** As they are: a preview. */
export const plainly: Write = {
  piece: String,
  value: String,
  after: '',
  join: (pieces) => pieces.join(''),
};

/** In quoted-printable, as bytes. */
export const encoded: Write = {
  piece: (content) => Buffer.from(encodePiece(content), 'latin1'),
  value: encodePiece,
  after: '=\r\n',
  join: (pieces) => Buffer.from(pieces.join(''), 'latin1'),
};

/**
 * Encodes a piece so that it may stand between any others: it begins at the start of a line, and
 * ends with a soft one.
 */
function encodePiece(content: string): string {
  return content === '' ? '' : `${encodeQuotedPrintable(content).text}=\r\n`;
}

/** Cuts rendered parts at the slot `cut`, and each section at its slots. */
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

/** Plain sections as `write` has them. */
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

/** The same of a paper. */
export function writePaper(paper: ListedPaper, write: Write): ListedPaper {
  const written = ({ section }: PaperSection) => ofPaper(rewrite(section, write));
  return {
    ...paper,
    html: written(paper.html),
    text: written(paper.text),
    notes: written(paper.notes),
  };
}

/** Bytes of plain sections. */
export function bytesOf(sections: Section[]): number {
  const pieces = sections.flat().map(({ piece }) => piece);
  return Buffer.byteLength(pieces.join(''));
}

/** The same sections without the address and the links that belong to one reader. */
export function withoutPersonal(sections: Sections): Sections {
  const { surround } = sections;
  return { ...sections, surround: { ...surround, html: { ...surround.html, personal: [] } } };
}

/** Values of the slots that a list fills, by name. */
export type Values = Readonly<Record<string, string>>;

/** What stands around the papers of a list. */
export interface Frame {
  html: { head: Holed; foot: Holed };
  text: { head: Holed; line: Holed; foot: Holed };
}

/**
 * @param values of the list's own slots, written as the sections are; the recipient's slots stay
 *   open
 */
export function frameOf({ surround: { html, text }, write }: Sections, values: Values): Frame {
  const filled = (section: Section) => fillIn(section, values, write);
  return {
    html: { head: filled(html.head), foot: filled([...html.line, ...html.personal, ...html.foot]) },
    text: { head: filled(text.head), line: filled(text.line), foot: filled(text.foot) },
  };
}

/** A section with the slots filled whose values are cached, and each run as one piece. */
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
 * Joins the sections of these ranks in their frame; rank and footnote numbers are filled in.
 * @throws Error if a paper was not rendered
 */
export function joinSections(
  { papers, write }: Sections,
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
    html.push(inPlace(paper.html, place, note, write));
    text.push(inPlace(paper.text, place, note, write));
    notes.push(inPlace(paper.notes, place, note, write));
    note += paper.noteCount;
  }
  return {
    html: concat(frame.html.head, [html], frame.html.foot),
    text: concat(frame.text.head, [text], frame.text.line, [notes], frame.text.foot),
  };
}

/** More than the footnotes of one list: two for each of 200 papers. */
const noteBase = 401;

/**
 * Maximum of cached places of one section: those of the 200 papers of most lists are about 30 MB.
 */
const maximumPlaced = 64;

/**
 * A paper's section in this place of a list, its first footnote this one; both count from 0. Of a
 * million lists few differ in it.
 */
function inPlace(
  { section, placed, namesNotes }: PaperSection,
  place: number,
  note: number,
  write: Write,
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
  if (placed.size >= maximumPlaced) placed.clear();
  placed.set(key, made);
  return made;
}

function numbersOf(place: number, note: number, { value }: Write): Values {
  return {
    rank: value(String(place + 1)),
    heading: value(`${place + 1}.`.padEnd(4)),
    note1: value(`[${note + 1}]`),
    note2: value(`[${note + 2}]`),
  };
}
