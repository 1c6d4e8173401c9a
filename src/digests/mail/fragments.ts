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

/**
 * A digest's parts cut at its papers, so that any list of them can be joined without rendering
 * anything again.
 */
export interface Sections {
  /** `line` stands below the papers, `personal` is the recipient's address and links. */
  html: { head: Section; papers: PaperSection[]; line: Section; personal: Section; foot: Section };
  /** `line` stands above the footnotes, which come paper by paper. */
  text: {
    head: Section;
    papers: PaperSection[];
    line: Section;
    notes: PaperSection[];
    foot: Section;
  };
  write: Write;
}

/** How sections are written. */
interface Write {
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
  write: Write,
): Sections {
  const mark = slots.names['cut'] ?? '';
  const cut = (content: string): Section => {
    const parts = content.split(slots.pattern);
    return parts.flatMap((part, index) =>
      index % 2 === 0 ? [{ piece: write.piece(part), slot: parts[index + 1] }] : [],
    );
  };
  const [htmlHead = [], ...htmlRest] = html.split(mark).map(cut);
  const [textHead = [], ...textRest] = text.split(mark).map(cut);
  const count = htmlRest.length - 3;
  return {
    html: {
      head: htmlHead,
      papers: htmlRest.slice(0, count).map(ofPaper),
      line: htmlRest[count] ?? [],
      personal: htmlRest[count + 1] ?? [],
      foot: htmlRest.at(-1) ?? [],
    },
    text: {
      head: textHead,
      papers: textRest.slice(0, count).map(ofPaper),
      line: textRest[count] ?? [],
      notes: textRest.slice(count + 1, -1).map(ofPaper),
      foot: textRest.at(-1) ?? [],
    },
    write,
  };
}

/** The same sections without the address and the links that belong to one reader. */
export function withoutPersonal(sections: Sections): Sections {
  return { ...sections, html: { ...sections.html, personal: [] } };
}

function ofPaper(section: Section): PaperSection {
  return {
    section,
    placed: new Map(),
    namesNotes: section.some(({ slot }) => slot?.startsWith('note') === true),
  };
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
export function frameOf({ html, text, write }: Sections, values: Values): Frame {
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
 * @param notes how many footnotes each paper of the pool has
 */
export function joinSections(
  { html, text, write }: Sections,
  ranks: number[],
  notes: number[],
  frame: Frame,
): { html: Holed; text: Holed } {
  const firstNotes: number[] = [];
  let note = 0;
  for (const rank of ranks) {
    firstNotes.push(note);
    note += notes[rank - 1] ?? 0;
  }
  const papers = (sections: PaperSection[]): Piece[] =>
    ranks.map((rank, place) => {
      const section = sections[rank - 1];
      return section === undefined ? '' : inPlace(section, place, firstNotes[place] ?? 0, write);
    });
  return {
    html: concat(frame.html.head, [papers(html.papers)], frame.html.foot),
    text: concat(
      frame.text.head,
      [papers(text.papers)],
      frame.text.line,
      [papers(text.notes)],
      frame.text.foot,
    ),
  };
}

/** More than the footnotes of one list: two for each of 200 papers. */
const noteBase = 401;

/** Maximum of cached places of one section: those of 200 papers are about 30 MB then. */
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
