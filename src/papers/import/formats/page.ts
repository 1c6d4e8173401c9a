import type { Day } from '../../../lib/dates.ts';
import { lineSplitter } from '../../../lib/text/lines.ts';
import { oneLine } from '../../../lib/text/one-line.ts';
import { type FileSource, textPieces } from '../../../lib/text/pieces.ts';
import { makeTurns } from '../../../lib/turns.ts';
import type { PaperInput } from '../../paper.ts';
import { maximumRows, type Row, tooManyRows } from './row.ts';

/** Why a text is not a copied Daily Papers page, and the line (from 1) where parsing stopped. */
export class PageError extends Error {
  override name = 'PageError';
  line: number;

  constructor(line: number, message: string) {
    super(`line ${line}: ${message}`);
    this.line = line;
  }
}

interface Line {
  number: number;
  text: string;
}

/** A card has up to five lines that are not empty. */
const maximumLines = 5 * maximumRows;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const monthDay = /^([A-Z][a-z]{2}) (\d{1,2})$/;
/** Matches `Sep 15` and `Mar 12, 2024`, each optionally followed by the number of comments. */
const entryDate = /^([A-Z][a-z]{2}) (\d{1,2})(?:, (\d{4}))?(?: (\d{1,6}))?$/;
const authorCount = /^•\s*(\d{1,6}) authors?$/;

interface Options {
  /**
   * The listing day. The default is the newest date that matches the header and is not after
   * `today`.
   */
  date?: Day | undefined;
  today: Day;
}

/**
 * Reads text copied from the Daily Papers page: a header that ends with the listing day (`Oct 28`,
 * without a year), then cards of title, abstract, `• N authors`, `·` and a date.
 * @throws PageError if the text is not such a page
 * @throws WordedProblem 422 if it has too many lines
 */
export async function* pageRows(source: FileSource, { date, today }: Options): AsyncGenerator<Row> {
  const turns = makeTurns();
  const lines: Line[] = [];
  for await (const line of linesOf(source)) {
    lines.push(line);
    if (lines.length > maximumLines) throw tooManyRows();
    if (turns.areDue()) await turns.next();
  }
  const start = lines.findIndex((line) => line.text === 'Daily Papers');
  if (start === -1)
    throw new PageError(lines.at(-1)?.number ?? 1, 'no heading "Daily Papers" up to here');
  const header = lines.findIndex(
    (line, index) => index > start && index < start + 6 && monthDay.test(line.text),
  );
  const heading = lines[header];
  if (heading === undefined) {
    throw new PageError(
      lines[start + 1]?.number ?? 1,
      'no listing day such as "Oct 28" after the heading',
    );
  }
  const listedOn = date ?? newestDay(heading, today);
  if (lines.length === header + 1)
    throw new PageError(heading.number, 'no papers after the listing day');
  yield* readEntries(lines.slice(header + 1), listedOn);
}

async function* linesOf(source: FileSource): AsyncGenerator<Line> {
  const splitter = lineSplitter();
  for await (const piece of textPieces(source)) yield* numbered(...splitter.push(piece));
  yield* numbered(...splitter.end());
}

/** The lines that are not empty. */
function* numbered(lines: (string | null)[], from: number): Generator<Line> {
  for (const [index, raw] of lines.entries()) {
    const number = from + index;
    if (raw === null) throw new PageError(number, 'the line is too long');
    const text = oneLine(raw);
    if (text !== '') yield { number, text };
  }
}

function newestDay(heading: Line, today: Day): Day {
  const [, month = '', date = ''] = monthDay.exec(heading.text) ?? [];
  const year = Number(today.slice(0, 4));
  // Any eight consecutive years contain a 29 February, also around 2100.
  for (let candidate = year; candidate > year - 9; candidate--) {
    const found = dayFrom(String(candidate), month, date);
    if (found !== undefined && found <= today) return found;
  }
  throw new PageError(heading.number, `"${heading.text}" is not a date`);
}

function* readEntries(lines: Line[], listedOn: Day): Generator<Row> {
  let at = 0;
  while (at < lines.length) {
    const title = lines[at];
    const abstract = lines[at + 1];
    if (title === undefined || isFoot(title))
      throw new PageError(title?.number ?? 0, 'a title was expected here');
    if (abstract === undefined || isFoot(abstract)) {
      throw new PageError(
        abstract?.number ?? title.number,
        'an abstract was expected after the title',
      );
    }
    at += 2;
    const entry: PaperInput = { title: title.text, abstract: abstract.text, listedOn };
    const foot = lines[at];
    if (foot !== undefined && isFoot(foot)) {
      Object.assign(entry, readFoot(lines.slice(at, at + 3), listedOn));
      at += 3;
    }
    yield { line: title.number, value: entry };
  }
}

function isFoot(line: Line): boolean {
  return authorCount.test(line.text) || line.text === '·';
}

function readFoot([authors, dot, date]: Line[], listedOn: Day): Partial<PaperInput> {
  const [, count] = authorCount.exec(authors?.text ?? '') ?? [];
  if (count === undefined)
    throw new PageError(authors?.number ?? 0, '"• N authors" was expected here');
  if (dot?.text !== '·')
    throw new PageError(dot?.number ?? authors?.number ?? 0, '"·" was expected after the authors');
  const [, month = '', number = '', year, comments] = entryDate.exec(date?.text ?? '') ?? [];
  const publishedOn = dayFrom(year ?? listedOn.slice(0, 4), month, number);
  if (publishedOn === undefined) {
    throw new PageError(
      date?.number ?? dot.number,
      'a date such as "Sep 15" or "Mar 12, 2024" was expected',
    );
  }
  return {
    authorCount: Number(count),
    publishedOn,
    ...(comments === undefined ? {} : { comments: Number(comments) }),
  };
}

function dayFrom(year: string, month: string, date: string): Day | undefined {
  const index = months.indexOf(month);
  if (index === -1) return undefined;
  const text = `${year}-${String(index + 1).padStart(2, '0')}-${date.padStart(2, '0')}`;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text
    ? undefined
    : text;
}
