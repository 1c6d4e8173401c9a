import type { Day } from '../../lib/dates.ts';
import { type Context, today } from '../../context.ts';
import type { ImportReport } from '../../lib/import-report.ts';
import { WordedProblem } from '../../lib/errors/problem.ts';
import type { Progress } from '../../lib/progress.ts';
import type { ImportFormat } from './format.ts';
import { readJson, readNdjson, type ReadPapers } from './formats/json.ts';
import { PageError, readPage } from './formats/page.ts';
import { savePapers } from './save.ts';
import { readAtom } from '../sources/arxiv/atom.ts';
import { failureText, SourceError } from '../sources/failure.ts';

interface ImportOptions {
  format: ImportFormat;
  /** The listing day of papers that do not state one. For a copied page, the day of all papers. */
  date?: Day | undefined;
}

/** Papers per transaction. Small enough that a large import does not block a fetch. */
const chunk = 1000;

/**
 * Imports papers from a text. Rows that cannot be read are reported by line. All other rows are
 * imported.
 * @throws WordedProblem 422 if the text as a whole does not have this format. Nothing is imported then.
 */
export async function importPapers(
  ctx: Context,
  body: string,
  { format, date }: ImportOptions,
  onProgress: Progress = () => {},
): Promise<ImportReport> {
  const { papers, rejected } = read(ctx, body, format, date);
  const listedOn = date ?? today(ctx);
  const report = {
    read: papers.length + rejected.length,
    added: 0,
    updated: 0,
    unchanged: 0,
    rejected,
  };
  for (let at = 0; at < papers.length; at += chunk) {
    onProgress(at, papers.length);
    const part = papers.slice(at, at + chunk);
    const saved = await savePapers(ctx.db, part, {
      source: 'file',
      listedOn,
      now: ctx.now,
    });
    report.added += saved.added;
    report.updated += saved.updated;
    report.unchanged += saved.unchanged;
  }
  onProgress(papers.length, papers.length);
  return report;
}

function read(ctx: Context, body: string, format: ImportFormat, date: Day | undefined): ReadPapers {
  try {
    if (format === 'page')
      return { papers: readPage(body, { date, today: today(ctx) }), rejected: [] };
    if (format === 'arxiv') return fromArxiv(body, date);
    return format === 'json' ? readJson(body) : readNdjson(body);
  } catch (error) {
    if (error instanceof PageError)
      throw new WordedProblem(422, 'papers-not-page', { reason: error.message });
    if (error instanceof SourceError)
      throw new WordedProblem(422, 'papers-not-arxiv', {
        reason: failureText(ctx.words('en'), error.failure),
      });
    if (error instanceof SyntaxError)
      throw new WordedProblem(422, 'papers-not-json', { reason: error.message });
    throw error;
  }
}

/**
 * Reads an arXiv feed. Entries have no line numbers, so an unreadable entry is reported by its
 * position among the unreadable ones.
 */
function fromArxiv(body: string, date: Day | undefined): ReadPapers {
  const { papers, skipped } = readAtom(body);
  return {
    papers: date === undefined ? papers : papers.map((paper) => ({ ...paper, listedOn: date })),
    rejected: skipped.map((reason, index) => ({ line: index + 1, reason })),
  };
}
