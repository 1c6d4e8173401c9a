import { pipeline } from 'node:stream/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { idParam } from '../lib/pagination.ts';
import { subscriberFormat } from '../subscribers/import-export/read-list.ts';
import { suppressionsCsv, suppressionsJson } from '../subscribers/suppressions/export.ts';
import { importSuppressions } from '../subscribers/suppressions/import.ts';
import { liftSuppressionById } from '../subscribers/suppression.ts';
import {
  shownSuppression,
  suppressionReason,
} from '../subscribers/suppressions/suppression-input.ts';
import { listSuppressions } from '../suppressions/suppressions.ts';
import {
  ignoreClosedPipe,
  json,
  openFile,
  print,
  printImport,
  takes,
  withAudit,
  withContext,
  withExamples,
} from './command-line.ts';

const limit = z.int('a number').min(1, 'at least 1').max(1_000_000, 'at most 1,000,000');

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
  ).description('list, lift, import or export the addresses that are never mailed');
  addList(suppressions);
  addLift(suppressions);
  addImport(suppressions);
  addExport(suppressions);
}

function addList(suppressions: Command): void {
  withExamples(suppressions.command('list'), 'suppressions list', 'suppressions list --json')
    .description('list the suppressions, the newest first, erased addresses without their text')
    .option('--limit <number>', 'how many at most', takes(limit, Number), 100)
    .addOption(json())
    .action(async (options: { limit: number; json?: boolean }) => {
      const found = await withContext((ctx) => listSuppressions(ctx.db, options, ctx.now()));
      print(found.map(shownSuppression), options.json, () =>
        found
          .map(({ id, emailKey, reason, createdAt, evidence }) =>
            [id, emailKey ?? '(erased)', reason, createdAt.toISOString(), evidence ?? ''].join(
              '\t',
            ),
          )
          .join('\n'),
      );
    });
}

function addLift(suppressions: Command): void {
  withExamples(suppressions.command('lift'), 'suppressions lift 3')
    .argument('<id>', 'number of the suppression, as `suppressions list` prints it', suppressionId)
    .description('lift a suppression: the address may be mailed again')
    .action(async (id: number) => {
      await withAudit({ action: 'subscriber-unblocked' }, async (ctx) => {
        if ((await liftSuppressionById(ctx, id)) === undefined)
          throw new Error(`there is no suppression ${id}`);
      });
      console.log(`lifted: ${id}`);
    });
}

function suppressionId(text: string): number {
  const { success, data } = idParam.safeParse({ id: text });
  if (!success) throw new InvalidArgumentError('It takes the number of a suppression.');
  return data.id;
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
    .description(
      'print all suppressions as CSV, in the format that import reads, without erased addresses',
    )
    .addOption(json())
    .action((options: { json?: boolean }) =>
      withAudit({ action: 'suppressions-exported' }, async (ctx) => {
        const parts = options.json === true ? suppressionsJson(ctx) : suppressionsCsv(ctx);
        await pipeline(parts, process.stdout, { end: false }).catch(ignoreClosedPipe);
      }),
    );
}
