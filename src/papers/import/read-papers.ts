import type { Day } from '../../lib/dates.ts';
import { faultsIn } from '../../lib/errors/problem.ts';
import type { ImportReport } from '../../lib/import-report.ts';
import type { FileSource } from '../../lib/text/pieces.ts';
import { makeTurns } from '../../lib/turns.ts';
import { type PaperInput, paperInput } from '../paper.ts';
import type { ImportFormat } from './format.ts';
import { atomRows } from './formats/atom.ts';
import { jsonRows, ndjsonRows } from './formats/json.ts';
import { pageRows } from './formats/page.ts';
import { maximumRows, type Row, tooManyRows } from './formats/row.ts';

interface ReadPapers {
  papers: PaperInput[];
  rejected: ImportReport['rejected'];
}

interface Options {
  format: ImportFormat;
  date: Day | undefined;
  today: Day;
}

/**
 * Reads the papers of a file. Meanwhile the event loop serves requests.
 * @throws WordedProblem 422 if the file has too many papers
 */
export async function readPapers(source: FileSource, options: Options): Promise<ReadPapers> {
  const read: ReadPapers = { papers: [], rejected: [] };
  const turns = makeTurns();
  for await (const row of rowsOf(source, options)) {
    const parsed = parsedRow(row);
    if (typeof parsed === 'string') read.rejected.push({ line: row.line, reason: parsed });
    else read.papers.push(parsed);
    if (read.papers.length + read.rejected.length > maximumRows) throw tooManyRows();
    if (turns.areDue()) await turns.next();
  }
  return read;
}

function rowsOf(source: FileSource, { format, date, today }: Options): AsyncGenerator<Row> {
  switch (format) {
    case 'page':
      return pageRows(source, { date, today });
    case 'arxiv':
      return atomRows(source, date);
    case 'json':
      return jsonRows(source);
    case 'ndjson':
      return ndjsonRows(source);
  }
}

/** Returns the paper of a row, or why it is rejected. */
function parsedRow(row: Row): PaperInput | string {
  if ('reason' in row) return row.reason;
  if ('paper' in row) return row.paper;
  const parsed = paperInput.safeParse(row.value);
  return parsed.success ? parsed.data : faultsIn(parsed.error);
}
