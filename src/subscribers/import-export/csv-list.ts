import { WordedProblem } from '../../lib/errors/problem.ts';
import { addressIn } from './address-in.ts';
import { addressColumnOf, isStatusColumn } from './column-meanings.ts';
import { cellsOf, csvParser, type CsvRow } from './csv-rows.ts';
import type { Listed, ListReader, ListRow } from './list-reader.ts';
import { statusWord } from './status-readers.ts';

/** The layout of a CSV file. */
interface Shape {
  delimiter: string;
  /** Lines before the first row. */
  skipped: number;
  /** The column names; null if the file has no header line. */
  header: string[] | null;
}

/** Reads CSV with or without a header line, and plain lists of addresses. */
export function csvReader(start: string): ListReader {
  const { delimiter, skipped, header } = shapeOf(start);
  if (header !== null) return reader(delimiter, skipped, header, namedRow(header));
  const hasNames = /<[^<>\s@]{1,64}@[^<>\s@]{1,255}>[ \t]{0,9}$/m.test(start.slice(0, 1000));
  return { ...reader(delimiter, skipped, null, headerlessRow), hasNames };
}

function reader(
  delimiter: string,
  skipped: number,
  header: string[] | null,
  toListed: (row: CsvRow & { cells: string[] }) => Listed,
): ListReader {
  const width = header?.length ?? 0;
  const address = header === null ? -1 : header.indexOf(addressColumnOf(header) ?? '');
  const parser = csvParser(
    delimiter,
    (cells) => cells.length === width && cells[address]?.includes('\n') !== true,
  );
  const read = (rows: CsvRow[]): Listed[] =>
    rows.flatMap(({ line, cells }) => {
      if (line <= skipped) return [];
      if (cells === null) return [{ line, rejected: { code: 'unclosed-quote' } }];
      return [toListed({ line, cells })];
    });
  return {
    hasHeader: header !== null,
    columns: header ?? ['email'],
    push: (text) => read(parser.push(text)),
    end: () => read(parser.end()),
  };
}

function namedRow(header: string[]): (row: CsvRow & { cells: string[] }) => Listed {
  const hasStatus = header.some(isStatusColumn);
  return ({ line, cells }) => {
    if (hasStatus && cells.length !== header.length)
      return { line, rejected: { code: 'row-length' } };
    const row: ListRow = {};
    for (const [index, name] of header.entries()) row[name] = unprotected(cells[index] ?? '');
    return { line, row };
  };
}

/**
 * A row of a file without a header: the cell with an address, and any cell that says the subscriber
 * unsubscribed.
 */
function headerlessRow({ line, cells }: CsvRow & { cells: string[] }): Listed {
  const place = cells.findIndex((cell) => cell.includes('@') && addressIn(cell).ok);
  const email = unprotected(cells[place] ?? cells.join(' '));
  const words = cells.filter((cell, index) => index !== place && statusWord(cell) !== undefined);
  const status = words.find((word) => statusWord(word) !== 'active') ?? words[0];
  return { line, row: status === undefined ? { email } : { email, status } };
}

/**
 * Removes the apostrophe that exports, ours included, put before text that a spreadsheet would read
 * as a formula.
 */
function unprotected(cell: string): string {
  return cell.startsWith("'") ? cell.replace(/^'(?=[=+\-@\t\r＝＋－＠])/, '') : cell;
}

/** Rows to sample for the address column if its name is not known. */
const sampleSize = 20;

function shapeOf(start: string): Shape {
  const lines = start.split(/\r\n?|\n/, 200);
  const first = lines.findIndex((line) => line.trim() !== '');
  // Excel writes `sep=;` before the header.
  const declared = /^"?sep=(.)"?$/i.exec(lines[first] ?? '')?.[1];
  const at = declared === undefined ? first : first + 1;
  const delimiter = declared ?? frequentDelimiter(lines[at] ?? '');
  const cells = cellsOf(lines[at] ?? '', delimiter).cells;
  if (cells.some((cell) => cell.includes('@') && addressIn(cell).ok))
    return { delimiter, skipped: at, header: null };
  const sample = lines
    .slice(at + 1, at + 1 + sampleSize)
    .map((line) => cellsOf(line, delimiter).cells);
  return { delimiter, skipped: at + 1, header: checkedHeader(withAddress(cells, sample)) };
}

/** Returns the column names; the column whose cells are addresses becomes `email`. */
function withAddress(names: string[], sample: string[][]): string[] {
  if (addressColumnOf(names) !== undefined) return names;
  const found = names.findIndex((_name, index) => {
    const cells = sample.map((row) => row[index] ?? '').filter((cell) => cell !== '');
    return cells.length > 0 && cells.every((cell) => addressIn(cell).ok);
  });
  if (found >= 0) return names.with(found, 'email');
  throw new WordedProblem(422, 'list-no-addresses');
}

/**
 * @throws WordedProblem 422 for two status columns with the same name, because either could be right. Of
 *   other columns with the same name the first is used.
 */
function checkedHeader(names: string[]): string[] {
  const seen = new Set<string>();
  return names.map((name, index) => {
    const key = name.toLowerCase();
    if (!seen.has(key)) {
      seen.add(key);
      return name;
    }
    if (isStatusColumn(name)) throw new WordedProblem(422, 'list-two-columns', { column: key });
    return `${name} (${index + 1})`;
  });
}

function frequentDelimiter(line: string): string {
  const unquoted = line.replaceAll(/"[^"]*"/g, '');
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({
    delimiter,
    count: unquoted.split(delimiter).length,
  }));
  return counts.toSorted((a, b) => b.count - a.count)[0]?.delimiter ?? ',';
}
