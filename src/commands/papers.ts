import { type Command, Option } from 'commander';
import { withBar } from './progress-bar.ts';
import { fetchPapers, type FetchReport } from '../papers/sources/fetch.ts';
import { importFormat, importPapers } from '../papers/import/import.ts';
import { date, json, print, printImport, read, withContext } from './command-line.ts';

/** `papers import` and `papers fetch`. */
export function addPapers(program: Command): void {
  const papers = program.command('papers').description('import or fetch papers');

  papers
    .command('import <file>')
    .description('import papers from a file (- is standard input); importing twice changes nothing')
    .addHelpText(
      'after',
      `
Formats: page is the text of a Daily Papers page, copied in a browser; json an array of papers, ndjson one a line (only
title is required; /api/docs has the fields); arxiv an answer of arXiv's API (Atom). Rows that cannot be read are told by
line, the rest goes in; where no row could be, the code is 1.`,
    )
    .addOption(new Option('--format <format>', 'what the file is').choices(importFormat.options).default('page'))
    .addOption(date('the listing day of papers that do not say theirs (default: today); of a page: of all its papers'))
    .addOption(json())
    .action(async (file: string, options: { format: string; date?: string; json?: boolean }) => {
      const body = await read(file);
      const report = await withContext((ctx) =>
        withBar('Importing', (onProgress) =>
          importPapers(ctx, body, { format: importFormat.parse(options.format), date: options.date }, onProgress),
        ),
      );
      printImport(report, options.json);
    });

  papers
    .command('fetch')
    .description(
      'fetch today’s papers from the sources of PAPER_SOURCES; where one fails the others go on, and the code is 1',
    )
    .addOption(json())
    .action(async (options: { json?: boolean }) => {
      const report = await withContext((ctx) => withBar('Fetching', (onProgress) => fetchPapers(ctx, onProgress)));
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
