import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import type { z } from 'zod';
import { subscriberFormat } from '../subscribers/import-export/read-list.ts';
import { suppressionsCsv, suppressionsJson } from '../subscribers/suppressions/export.ts';
import { importSuppressions } from '../subscribers/suppressions/import.ts';
import { suppressionReason } from '../subscribers/suppressions/suppression-input.ts';
import {
  ignoreClosedPipe,
  json,
  openFile,
  printImport,
  takes,
  withAudit,
  withExamples,
} from './command-line.ts';

interface ImportOptions {
  format?: string;
  reason: z.output<typeof suppressionReason>;
  json?: boolean;
}

/** `suppressions import` and `export`. */
export function addSuppressions(program: Command): void {
  const suppressions = withExamples(
    program.command('suppressions'),
    'suppressions import bounced.csv',
  ).description('import or export the addresses that are never mailed');
  addImport(suppressions);
  addExport(suppressions);
}

function addImport(suppressions: Command): void {
  withExamples(
    suppressions.command('import <file>'),
    'suppressions import suppressions.csv',
    'suppressions import complaints.csv --reason complained',
  )
    .description(
      'suppress the addresses of a file (- is standard input); importing it again changes nothing',
    )
    .addHelpText(
      'after',
      `
A CSV file has the column email, and optionally reason (bounced, complained or blocked) and evidence; a list of
addresses needs no header. Invalid rows are reported by line number, the others are imported.
Exit code: 1 if all rows are invalid.`,
    )
    .addOption(
      new Option('--format <format>', 'format of the file').choices(subscriberFormat.options),
    )
    .option(
      '--reason <reason>',
      'reason of rows that name none',
      takes(suppressionReason),
      'bounced',
    )
    .addOption(json())
    .action(async (file: string, options: ImportOptions) => {
      const source = await openFile(file);
      const format = subscriberFormat.optional().parse(options.format);
      const { reason } = options;
      printImport(
        await withAudit({ action: 'suppressions-imported' }, (ctx) =>
          importSuppressions(ctx, source, { format, reason }),
        ),
        options.json,
      );
    });
}

function addExport(suppressions: Command): void {
  withExamples(suppressions.command('export'), 'suppressions export > suppressions.csv')
    .description('print all suppressions as CSV, in the format that import reads')
    .addOption(json())
    .action((options: { json?: boolean }) =>
      withAudit({ action: 'suppressions-exported' }, async (ctx) => {
        const parts = options.json === true ? suppressionsJson(ctx) : suppressionsCsv(ctx);
        await pipeline(parts, process.stdout, { end: false }).catch(ignoreClosedPipe);
      }),
    );
}
