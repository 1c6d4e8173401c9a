import { z } from 'zod';
import { WordedProblem } from '../../lib/errors/problem.ts';
import { itemSplitter } from '../../lib/text/json-items.ts';
import { lineSplitter } from '../../lib/text/lines.ts';
import { type FileSource, textPieces } from '../../lib/text/pieces.ts';
import { csvReader } from './csv-list.ts';
import type { Listed, ListReader } from './list-reader.ts';

export const subscriberFormat = z.enum(['csv', 'json', 'ndjson'], 'csv, json or ndjson');
export type SubscriberFormat = z.output<typeof subscriberFormat>;

/** Characters of the start from which the format and the columns are detected. */
const startLength = 16_384;

/** Detects the format of a list from its first characters. */
function guessFormat(text: string): SubscriberFormat {
  const start = text.slice(0, startLength).trimStart();
  if (start.startsWith('[')) return 'json';
  if (!start.startsWith('{')) return 'csv';
  return /^\{\s*"items"\s*:/.test(start) ? 'json' : 'ndjson';
}

export interface List extends Omit<ListReader, 'push' | 'end'> {
  format: SubscriberFormat;
  /** The rows, a few hundred at a time. Between batches the event loop serves requests. */
  batches: AsyncGenerator<Listed[]>;
}

/**
 * Opens a list of subscribers. It reads only the beginning of the file.
 * @param format detected if not given
 * @throws WordedProblem 422 if the text as a whole is not of this format
 */
export async function openList(source: FileSource, format?: SubscriberFormat): Promise<List> {
  const pieces = textPieces(source);
  const start = await firstText(pieces);
  if (start.trim() === '') throw new WordedProblem(422, 'list-empty');
  const chosen = format ?? guessFormat(start);
  const reader =
    chosen === 'csv' ? csvReader(start) : chosen === 'json' ? jsonReader() : linesReader();
  const { hasHeader, hasNames = false, columns } = reader;
  const batches = batchesOf(reader, start, pieces);
  return { format: chosen, hasHeader, hasNames, columns, batches };
}

async function firstText(pieces: AsyncGenerator<string>): Promise<string> {
  let start = '';
  while (start.length < startLength) {
    const { value, done } = await pieces.next();
    if (done === true) return start;
    start += value;
  }
  return start;
}

async function* batchesOf(
  reader: ListReader,
  start: string,
  pieces: AsyncGenerator<string>,
): AsyncGenerator<Listed[]> {
  yield reader.push(start);
  for await (const piece of pieces) {
    yield reader.push(piece);
  }
  yield reader.end();
}

function linesReader(): ListReader {
  const splitter = lineSplitter();
  const read = (lines: (string | null)[], from: number): Listed[] =>
    lines.flatMap((text, index) => (text?.trim() === '' ? [] : [parsed(from + index, text)]));
  return {
    hasHeader: true,
    columns: [],
    push: (text) => read(...splitter.push(text)),
    end: () => read(...splitter.end()),
  };
}

function jsonReader(): ListReader {
  const splitter = itemSplitter(() => new WordedProblem(422, 'list-not-json'));
  let item = 0;
  const read = (items: (string | null)[]): Listed[] =>
    items.map((text) => {
      item += 1;
      return parsed(item, text);
    });
  return {
    hasHeader: true,
    columns: [],
    push: (text) => read(splitter.push(text)),
    end: () => read(splitter.end()),
  };
}

const listRow = z.record(z.string(), z.unknown());

function parsed(line: number, text: string | null): Listed {
  if (text === null) return { line, rejected: { code: 'too-long' } };
  try {
    const row = listRow.safeParse(JSON.parse(text));
    return row.success
      ? { line, row: row.data }
      : { line, rejected: { code: 'unreadable', detail: 'not an object' } };
  } catch (error) {
    // The end of the message quotes the line, which may contain an address.
    const message = error instanceof Error ? error.message.slice(0, 200) : '';
    const detail = message.replace(/, (?:\.\.\.)?".*$/s, '');
    return { line, rejected: { code: 'unreadable', detail } };
  }
}
