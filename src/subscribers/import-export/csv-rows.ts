import { lineSplitter } from '../../lib/text/lines.ts';

// CSV as people and spreadsheets write it. A parser that follows RFC 4180 strictly stops at the
// first misplaced quote or reads the rest of the file as one cell. Here a malformed row loses only
// that row.

/** A row and the line it starts on. `cells` is null if a quote is not closed. */
export interface CsvRow {
  line: number;
  cells: string[] | null;
}

/**
 * Maximum lines and characters of a quoted cell. If the cell is longer, its quote counts as not
 * closed.
 */
const maximumLines = 200;
const maximumLength = 65_536;

export interface CsvParser {
  /** Returns the rows that this piece of text completes. */
  push(text: string): CsvRow[];
  /** Returns the remaining rows at the end of the file. */
  end(): CsvRow[];
}

/** A row whose last cell is quoted and does not end on its first line. */
interface OpenRow {
  line: number;
  lines: string[];
  length: number;
}

/** @param accepts whether the cells of a row that spans several lines can be a row of this file */
export function csvParser(delimiter: string, accepts: (cells: string[]) => boolean): CsvParser {
  const lines = lineSplitter();
  let open: OpenRow | null = null;

  /** Rejects the first line of an open row and parses its other lines as rows of their own. */
  function giveUp(rows: CsvRow[]): void {
    if (open === null) return;
    const { line, lines: held } = open;
    open = null;
    rows.push({ line, cells: null });
    for (const [index, text] of held.slice(1).entries()) add(text, line + 1 + index, rows);
  }

  function add(text: string | null, line: number, rows: CsvRow[]): void {
    if (text === null) {
      giveUp(rows);
      rows.push({ line, cells: null });
    } else if (open === null) begin(text, line, rows);
    else extend(open, text, rows);
  }

  function begin(text: string, line: number, rows: CsvRow[]): void {
    if (!text.includes('"')) {
      if (text.trim() !== '') rows.push({ line, cells: text.split(delimiter).map(trimmed) });
      return;
    }
    const { cells, isOpen } = cellsOf(text, delimiter);
    if (isOpen) open = { line, lines: [text], length: text.length };
    else rows.push({ line, cells });
  }

  function extend(held: OpenRow, text: string, rows: CsvRow[]): void {
    held.lines.push(text);
    held.length += text.length + 1;
    if (text.includes('"')) {
      const { cells, isOpen, isLoose } = cellsOf(held.lines.join('\n'), delimiter);
      if (isLoose || (!isOpen && !accepts(cells))) return giveUp(rows);
      if (!isOpen) {
        rows.push({ line: held.line, cells });
        open = null;
        return;
      }
    }
    if (held.lines.length > maximumLines || held.length > maximumLength) giveUp(rows);
  }

  function read(texts: (string | null)[], from: number): CsvRow[] {
    const rows: CsvRow[] = [];
    for (const [index, text] of texts.entries()) add(text, from + index, rows);
    return rows;
  }

  return {
    push: (text) => read(...lines.push(text)),
    end: () => {
      const rows = read(...lines.end());
      while (open !== null) giveUp(rows);
      return rows;
    },
  };
}

function trimmed(cell: string): string {
  return cell.trim();
}

/**
 * Splits a row into cells. `isOpen`: a quoted cell does not end. `isLoose`: text follows a closing
 * quote; it becomes part of the cell.
 */
export function cellsOf(
  text: string,
  delimiter: string,
): { cells: string[]; isOpen: boolean; isLoose: boolean } {
  const cells: string[] = [];
  let isLoose = false;
  for (let at = 0; at <= text.length;) {
    const quote = quoteAt(text, at);
    if (quote < 0) {
      const end = endOfCell(text, delimiter, at);
      cells.push(text.slice(at, end).trim());
      at = end + 1;
      continue;
    }
    const quoted = quotedCell(text, delimiter, quote + 1);
    if (quoted === null) return { cells, isOpen: true, isLoose };
    isLoose ||= quoted.isLoose;
    cells.push(quoted.value.trim());
    at = quoted.end + 1;
  }
  return { cells, isOpen: false, isLoose };
}

/**
 * Returns the position of the quote that a cell starts with, after spaces; -1 if it starts with
 * something else.
 */
function quoteAt(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ') at += 1;
  return text[at] === '"' ? at : -1;
}

function endOfCell(text: string, delimiter: string, from: number): number {
  const end = text.indexOf(delimiter, from);
  return end < 0 ? text.length : end;
}

function quotedCell(
  text: string,
  delimiter: string,
  from: number,
): { value: string; end: number; isLoose: boolean } | null {
  let value = '';
  for (let at = from; ;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return null;
    value += text.slice(at, quote);
    if (text[quote + 1] === '"') {
      value += '"';
      at = quote + 2;
      continue;
    }
    const end = endOfCell(text, delimiter, quote);
    const tail = text.slice(quote + 1, end);
    if (tail.trim() === '') return { value, end, isLoose: false };
    return { value: value + tail.replace(/"\s*$/, ''), end, isLoose: true };
  }
}
