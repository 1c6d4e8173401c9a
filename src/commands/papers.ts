import { type Command, Option } from 'commander';
import { importFormat } from '../papers/import/format.ts';
import { date, json, withExamples } from './options.ts';

const actions = () => import('./actions/papers.ts');

/** `papers import` and `papers fetch`. */
export function addPapers(papers: Command): void {
  withExamples(papers, 'papers fetch');
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
per line (only title is required; /api/docs lists the fields); arxiv is a response from the arXiv API (Atom).
A file has at most 20,000 papers. Invalid rows are reported by line number, the others are imported. Exit code: 1 if all rows are invalid.`,
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
    .action(async (file, options) => (await actions()).importFile(file, options));
}

function addFetch(papers: Command): void {
  withExamples(papers.command('fetch'), 'papers fetch')
    .description('fetch today’s papers from PAPER_SOURCES')
    .addHelpText('after', '\nExit code: 1 if a source fails; the others are fetched.')
    .addOption(json())
    .action(async (options) => (await actions()).fetch(options));
}
