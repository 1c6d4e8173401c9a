import { z } from 'zod';
import type { ImportReport } from '../../../lib/import-report.ts';
import { faultsIn } from '../../../lib/errors/problem.ts';
import { paperInput, type PaperInput } from '../../paper.ts';

export interface ReadPapers {
  papers: PaperInput[];
  rejected: ImportReport['rejected'];
}

const list = z.union([
  z.array(z.unknown()),
  z.object({ items: z.array(z.unknown()) }).transform(({ items }) => items),
  z.object({ papers: z.array(z.unknown()) }).transform(({ papers }) => papers),
]);

/**
 * Reads a JSON array of papers, or an object with `items` or `papers`.
 * @throws SyntaxError if the text is neither
 */
export function readJson(text: string): ReadPapers {
  const parsed = list.safeParse(parse(text));
  if (!parsed.success)
    throw new SyntaxError('a JSON array of papers was expected, or {"items": […]}');
  return collect(parsed.data.map((value, index) => ({ line: index + 1, value })));
}

/** Reads one JSON paper per line. Empty lines are skipped. */
export function readNdjson(text: string): ReadPapers {
  const rows = text
    .split(/\r?\n/)
    .flatMap((line, index) => (line.trim() === '' ? [] : [{ line: index + 1, text: line }]));
  const values = rows.map(({ line, text: row }) => {
    try {
      return { line, value: parse(row) };
    } catch (error) {
      return { line, error: error instanceof Error ? error.message : String(error) };
    }
  });
  const bad = values.flatMap(({ line, error }) =>
    error === undefined ? [] : [{ line, reason: error }],
  );
  const { papers, rejected } = collect(values.flatMap((row) => ('value' in row ? [row] : [])));
  return { papers, rejected: [...bad, ...rejected].toSorted((a, b) => a.line - b.line) };
}

function parse(text: string): unknown {
  const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  return value;
}

function collect(rows: { line: number; value?: unknown }[]): ReadPapers {
  const read: ReadPapers = { papers: [], rejected: [] };
  for (const { line, value } of rows) {
    const parsed = paperInput.safeParse(value);
    if (parsed.success) read.papers.push(parsed.data);
    else read.rejected.push({ line, reason: faultsIn(parsed.error) });
  }
  return read;
}
