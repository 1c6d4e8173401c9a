import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { isStatusColumn } from './list-status.ts';
import { Problem } from '../../lib/errors/problem.ts';
import { columnOf, preferenceNames } from '../preferences/definitions.ts';
import type { Rejection } from './rejection.ts';

export const subscriberFormat = z.enum(['csv', 'json', 'ndjson'], 'csv, json or ndjson');
export type SubscriberFormat = z.output<typeof subscriberFormat>;

/**
 * One row of a list: its line (or item of a JSON array, from 1) and its value, or why it cannot be
 * read.
 */
export type Listed = { line: number } & ({ value: unknown } | { rejected: Rejection });

/** The format of a list by its first characters. */
export function guessFormat(text: string): SubscriberFormat {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (start.startsWith('[')) return 'json';
  if (!start.startsWith('{')) return 'csv';
  return /^\{\s*"items"\s*:/.test(start) ? 'json' : 'ndjson';
}

/**
 * Reads a list of subscribers. Yields to the event loop every 1,000 rows, so that requests are
 * answered meanwhile.
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
      if (row.trim() !== '') yield { line: index + 1, ...parseJson(row) };
    }
    return;
  }
  const parsed = z
    .union([z.array(z.unknown()), z.object({ items: z.array(z.unknown()) })])
    .safeParse(valueOf(parseJson(text)));
  if (!parsed.success)
    throw new Problem(
      422,
      'Not JSON',
      'A JSON array of subscribers was expected, or {"items": […]}.',
    );
  const items = Array.isArray(parsed.data) ? parsed.data : parsed.data.items;
  for (const [index, value] of items.entries()) yield { line: index + 1, value };
}

function parseJson(text: string): { value: unknown } | { rejected: Rejection } {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return { value };
  } catch (error) {
    return {
      rejected: { code: 'unreadable', detail: error instanceof Error ? error.message : '' },
    };
  }
}

function valueOf(parsed: ReturnType<typeof parseJson>): unknown {
  return 'value' in parsed ? parsed.value : undefined;
}

/**
 * Removes the apostrophe that exports, ours too, write before what a spreadsheet would take for a
 * formula.
 */
function unprotected(cell: string): string {
  return cell.replace(/^'(?=[=+\-@\t\r＝＋－＠])/, '');
}

const preferenceByColumn = new Map<string, string>(
  preferenceNames.map((name) => [columnOf(name), name]),
);

const consentColumns = z.object({
  consent_source: z.string().optional(),
  consent_at: z.string().optional(),
  consent_note: z.string().optional(),
});

/**
 * A row of CSV in the shape of the API: preferences by their names, the consent as an object, empty
 * cells absent.
 */
const csvRow = z.record(z.string(), z.string().optional()).transform((cells) => {
  const {
    consent_source: source,
    consent_at: at,
    consent_note: note,
  } = consentColumns.parse(cells);
  const given = Object.entries(cells).flatMap(([column, cell]) =>
    cell === undefined || column in consentColumns.shape || (cell === '' && !isStatusColumn(column))
      ? []
      : [[preferenceByColumn.get(column) ?? column, unprotected(cell)]],
  );
  const consent = source ? { consent: { source, at: at || null, note: note || null } } : {};
  return { ...Object.fromEntries(given), ...consent };
});

const parsedRow = z.object({
  record: csvRow,
  /**
   * `invalid_field_length` counts the rows so far whose number of cells differs from that of the
   * first line.
   */
  info: z.object({ lines: z.number(), invalid_field_length: z.number() }),
});

async function* readCsv(text: string): AsyncGenerator<Listed> {
  // The parser counts a line end of two characters twice inside quotes.
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
    throw new Problem(
      422,
      'A column twice',
      `The first line has two columns "${twice}". Remove one.`,
    );
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
      yield {
        line: info.lines,
        ...(isShifted ? { rejected: { code: 'row-length' } } : { value: record }),
      };
    }
  } catch (error) {
    throw new Problem(
      422,
      'Not CSV',
      `The file is not CSV: ${error instanceof Error ? error.message : 'unreadable'}.`,
    );
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
  const delimiter = declared ?? frequentDelimiter(line);
  const cells = line.split(delimiter).map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim(),
  );
  // A bare list of addresses has no header.
  if (cells[0]?.includes('@') === true) return { delimiter, from: at + 1, head: ['email'] };
  return { delimiter, from: at + 2, head: columnNames(cells) };
}

/** Names of the column with the address in lists of other products. */
const addressColumn =
  /^(?:e-?mail(?:[ _-]?add?resse?)?|(?:primary|subscriber|contact|user)[ _-]e-?mail(?:[ _-]address)?|e-?mail 1 - value|subscriber)$/;

/**
 * In lower case. The first column with such a name has the addresses, unless one is called `email`.
 */
function columnNames(cells: string[]): string[] {
  const names = cells.map((cell) => cell.toLowerCase());
  if (names.includes('email')) return names;
  const address = names.findIndex((name) => addressColumn.test(name));
  return names.map((name, index) => (index === address ? 'email' : name));
}

function frequentDelimiter(line: string): string {
  const unquoted = line.replaceAll(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((delimiter) => ({
    delimiter,
    count: unquoted.split(delimiter).length,
  }));
  return counts.toSorted((a, b) => b.count - a.count)[0]?.delimiter ?? ',';
}
