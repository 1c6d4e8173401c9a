import type { Day } from '../../lib/dates.ts';
import { type Context, today } from '../../context.ts';
import type { ImportReport } from '../../lib/import-report.ts';
import { WordedProblem } from '../../lib/errors/problem.ts';
import type { Progress } from '../../lib/progress.ts';
import type { FileSource } from '../../lib/text/pieces.ts';
import type { ImportFormat } from './format.ts';
import { PageError } from './formats/page.ts';
import { readPapers } from './read-papers.ts';
import { savePapers } from './save.ts';
import { failureText, SourceError } from '../sources/failure.ts';

interface ImportOptions {
  format: ImportFormat;
  /** The listing day of papers that do not state one. For a copied page, the day of all papers. */
  date?: Day | undefined;
  /** Called before the first row is stored, to record the import in the audit log. */
  onStart?: (() => Promise<void>) | undefined;
}

/**
 * Papers per transaction. Small enough that a large import delays neither a fetch nor other
 * requests of this process.
 */
const chunk = 100;

/**
 * Imports papers from a file. Rows that cannot be read are reported by line. All other rows are
 * imported.
 * @throws WordedProblem 422 if the file as a whole does not have this format. Nothing is imported then.
 */
export async function importPapers(
  ctx: Context,
  source: FileSource,
  options: ImportOptions,
  onProgress: Progress = () => {},
): Promise<ImportReport> {
  const { papers, rejected } = await read(ctx, source, options);
  await options.onStart?.();
  const listedOn = options.date ?? today(ctx);
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

async function read(
  ctx: Context,
  source: FileSource,
  { format, date }: ImportOptions,
): ReturnType<typeof readPapers> {
  try {
    return await readPapers(source, { format, date, today: today(ctx) });
  } catch (error) {
    if (error instanceof PageError)
      throw new WordedProblem(422, 'papers-not-page', { reason: error.message });
    if (error instanceof SourceError)
      throw new WordedProblem(422, 'papers-not-arxiv', {
        reason: failureText(ctx.words('en'), error.failure),
      });
    throw error;
  }
}
