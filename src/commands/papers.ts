import { type Command, Option } from 'commander';
import { withBar } from './progress-bar.ts';
import { fetchPapers, type FetchReport } from '../papers/sources/fetch.ts';
import { importFormat, importPapers } from '../papers/import/import.ts';
import { date, json, print, printImport, read, withAudit, withExamples } from './command-line.ts';

/** `papers import` and `papers fetch`. */
export function addPapers(program: Command): void {
  const papers = withExamples(program.command('papers'), 'papers fetch').description(
    'import or fetch papers',
  );
  addImport(papers);
  addFetch(papers);
}

function addImport(papers: Command): void {
  withExamples(
    papers.command('import <file>'),
    'papers import page.txt --date 2026-03-10',
    'papers import - --format ndjson < papers.ndjson',
  )
    .description(
      'import papers from a file (- is standard input); importing the same file again changes nothing',
    )
    .addHelpText(
      'after',
      `
Formats: page is the text of a Daily Papers page, copied from a browser; json is an array of papers; ndjson has one paper
per line (only title is required; /api/docs lists the fields); arxiv is a response of the arXiv API (Atom).
Invalid rows are reported by line number, the others are imported. Exit code: 1 if all rows are invalid.`,
    )
    .addOption(
      new Option('--format <format>', 'format of the file')
        .choices(importFormat.options)
        .default('page'),
    )
    .addOption(
      date('listing day of papers without one (default: today); with format page, of all papers'),
    )
    .addOption(json())
    .action(async (file: string, options: { format: string; date?: string; json?: boolean }) => {
      const body = await read(file);
      const act = { action: 'papers-imported', target: options.format } as const;
      const report = await withAudit(act, (ctx) =>
        withBar('Importing', (onProgress) =>
          importPapers(
            ctx,
            body,
            { format: importFormat.parse(options.format), date: options.date },
            onProgress,
          ),
        ),
      );
      printImport(report, options.json);
    });
}

function addFetch(papers: Command): void {
  withExamples(papers.command('fetch'), 'papers fetch')
    .description('fetch today’s papers from PAPER_SOURCES')
    .addHelpText('after', '\nExit code: 1 if a source fails; the others are fetched.')
    .addOption(json())
    .action(async (options: { json?: boolean }) => {
      const report = await withAudit({ action: 'papers-fetched' }, (ctx) =>
        withBar('Fetching', (onProgress) => fetchPapers(ctx, onProgress)),
      );
      print(report, options.json, () => fetched(report));
      if (report.failed.length > 0) process.exitCode = 1;
    });
}

function fetched({ added, updated, unchanged, skipped, failed }: FetchReport): string {
  return [
    `${added} added, ${updated} updated, ${unchanged} unchanged, ${skipped.length} skipped`,
    ...skipped,
    ...failed.map(({ source, reason }) => `${source} failed: ${reason}`),
  ].join('\n');
}
