import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { isStatusColumn } from './list-status.ts';
import { Problem } from '../../lib/errors/problem.ts';

export const subscriberFormat = z.enum(['csv', 'json', 'ndjson'], 'csv, json or ndjson');
export type SubscriberFormat = z.output<typeof subscriberFormat>;

/** One row of a list: its line (or item of a JSON array, from 1) and its value; an Error if it cannot be read. */
export interface Listed {
  line: number;
  value: unknown;
}

/** The format of a list by its first characters. */
export function guessFormat(text: string): SubscriberFormat {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (start.startsWith('[')) return 'json';
  if (!start.startsWith('{')) return 'csv';
  return /^\{\s*"items"\s*:/.test(start) ? 'json' : 'ndjson';
}

/**
 * Reads a list of subscribers. Yields to the event loop every 1,000 rows, so that requests are answered meanwhile.
 * @throws Problem 422 when the text as a whole is not of this format
 */
export async function* readList(text: string, format: SubscriberFormat): AsyncGenerator<Listed> {
  let row = 0;
  for await (const listed of format === 'csv' ? readCsv(text) : readJson(text, format)) {
    row += 1;
    if (row % 1000 === 0) await nextTurn();
    yield listed;
  }
}

function* readJson(text: string, format: 'json' | 'ndjson'): Generator<Listed> {
  if (format === 'ndjson') {
    for (const [index, row] of text.split(/\r?\n/).entries()) {
      if (row.trim() !== '') yield { line: index + 1, value: parseJson(row) };
    }
    return;
  }
  const parsed = z.union([z.array(z.unknown()), z.object({ items: z.array(z.unknown()) })]).safeParse(parseJson(text));
  if (!parsed.success)
    throw new Problem(422, 'Not JSON', 'A JSON array of subscribers was expected, or {"items": […]}.');
  const items = Array.isArray(parsed.data) ? parsed.data : parsed.data.items;
  for (const [index, value] of items.entries()) yield { line: index + 1, value };
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return value;
  } catch (error) {
    return error;
  }
}

/** Removes the apostrophe that exports, ours too, write before what a spreadsheet would take for a formula. */
function unprotected(cell: unknown): unknown {
  return typeof cell === 'string' ? cell.replace(/^'(?=[=+\-@\t\r＝＋－＠])/, '') : cell;
}

/** Columns with other names in CSV, where names are lower-case and objects are flat. */
const csvRow = z
  .object({
    topics_only: z.string(),
    tell_empty: z.string(),
    consent_source: z.string(),
    consent_at: z.string(),
    consent_note: z.string(),
  })
  .partial()
  .loose()
  .transform(
    ({ topics_only: topicsOnly, tell_empty: tellEmpty, consent_source, consent_at, consent_note, ...columns }) => {
      const given = Object.entries({ ...columns, topicsOnly, tellEmpty }).flatMap(([name, cell]) =>
        cell === undefined || (cell === '' && !isStatusColumn(name)) ? [] : [[name, unprotected(cell)]],
      );
      const consent = { source: consent_source, at: consent_at || null, note: consent_note || null };
      return { ...Object.fromEntries(given), ...(consent_source ? { consent } : {}) };
    },
  );

const parsedRow = z.object({
  record: csvRow,
  /** `invalid_field_length` counts the rows so far whose number of cells differs from that of the first line. */
  info: z.object({ lines: z.number(), invalid_field_length: z.number() }),
});

const shiftedRow = 'this row has more or fewer cells than the first line, so it is unclear which one is the status';

async function* readCsv(text: string): AsyncGenerator<Listed> {
  // The parser counts a line end of two characters twice where it stands in quotes.
  const lines = text.replaceAll(/\r\n?/g, '\n');
  const { delimiter, from, head } = shapeOf(lines);
  if (!head.includes('email')) {
    throw new Problem(
      422,
      'Not a list of subscribers',
      'A CSV file with a column "email" in its first line was expected.',
    );
  }
  const statuses = head.filter(isStatusColumn);
  const twice = statuses.find((name, index) => statuses.indexOf(name) !== index);
  if (twice !== undefined)
    throw new Problem(422, 'A column twice', `The first line has two columns "${twice}". Remove one.`);
  const parser = Readable.from(pieces(lines)).pipe(
    parse({
      columns: head,
      delimiter,
      from_line: from,
      bom: true,
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
      trim: true,
    }),
  );
  let shifted = 0;
  try {
    for await (const row of parser) {
      const { record, info } = parsedRow.parse(row);
      const isShifted = statuses.length > 0 && info.invalid_field_length > shifted;
      shifted = info.invalid_field_length;
      yield { line: info.lines, value: isShifted ? new Error(shiftedRow) : record };
    }
  } catch (error) {
    throw new Problem(422, 'Not CSV', `The file is not CSV: ${error instanceof Error ? error.message : 'unreadable'}.`);
  }
}

/** Characters parsed at once. */
const pieceLength = 65_536;

function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += pieceLength) yield text.slice(at, at + pieceLength);
}

/** The layout of a CSV file: its delimiter, the line of its first row, the names of its columns. */
function shapeOf(text: string): { delimiter: string; from: number; head: string[] } {
  const lines = text.replace(/^\uFEFF/, '').split('\n', 50);
  const first = lines.findIndex((line) => line.trim() !== '');
  // Excel writes `sep=;` before the header.
  const declared = /^"?sep=(.)"?$/i.exec(lines[first] ?? '')?.[1];
  const at = declared === undefined ? first : first + 1;
  const line = lines[at] ?? '';
  const delimiter = declared ?? mostFrequent(line);
  const cells = line.split(delimiter).map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim(),
  );
  // A bare list of addresses has no header.
  if (cells[0]?.includes('@') === true) return { delimiter, from: at + 1, head: ['email'] };
  return { delimiter, from: at + 2, head: cells.map(columnName) };
}

function columnName(cell: string): string {
  const name = cell.toLowerCase();
  return /^e-?mail([ _-]?add?resse?)?$/.test(name) ? 'email' : name;
}

function mostFrequent(line: string): string {
  const unquoted = line.replaceAll(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: unquoted.split(delimiter).length }));
  return counts.toSorted((a, b) => b.count - a.count)[0]?.delimiter ?? ',';
}
