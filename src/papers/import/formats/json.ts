import { WordedProblem } from '../../../lib/errors/problem.ts';
import { reasonOf } from '../../../lib/errors/reason.ts';
import { itemSplitter } from '../../../lib/text/json-items.ts';
import { lineSplitter } from '../../../lib/text/lines.ts';
import { type FileSource, textPieces } from '../../../lib/text/pieces.ts';
import { maximumLength, type Row } from './row.ts';

/**
 * Reads a JSON array of papers, or an object that starts with `items` or `papers`.
 * @throws WordedProblem 422 if the text is neither
 */
export async function* jsonRows(source: FileSource): AsyncGenerator<Row> {
  const splitter = itemSplitter(notAList);
  let line = 0;
  for await (const piece of textPieces(source)) {
    for (const text of splitter.push(piece)) yield parsed((line += 1), text);
  }
  for (const text of splitter.end()) yield parsed((line += 1), text);
}

function notAList(): WordedProblem {
  const reason = 'a JSON array of papers was expected, or {"items": […]}';
  return new WordedProblem(422, 'papers-not-json', { reason });
}

/** Reads one JSON paper per line. Empty lines are skipped. */
export async function* ndjsonRows(source: FileSource): AsyncGenerator<Row> {
  const splitter = lineSplitter();
  for await (const piece of textPieces(source)) yield* parsedLines(...splitter.push(piece));
  yield* parsedLines(...splitter.end());
}

function* parsedLines(lines: (string | null)[], from: number): Generator<Row> {
  for (const [index, text] of lines.entries())
    if (text?.trim() !== '') yield parsed(from + index, text);
}

function parsed(line: number, text: string | null): Row {
  if (text === null || text.length > maximumLength)
    return { line, reason: `longer than ${maximumLength} characters` };
  try {
    const value: unknown = JSON.parse(text);
    return { line, value };
  } catch (error) {
    return { line, reason: reasonOf(error).slice(0, 200) };
  }
}
