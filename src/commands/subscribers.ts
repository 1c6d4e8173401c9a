import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { withBar } from './progress-bar.ts';
import { consentInput } from '../subscribers/signup/entry.ts';
import { exportCsv, exportJson } from '../subscribers/import-export/export.ts';
import { importSubscribers } from '../subscribers/import-export/import.ts';
import { guessFormat, subscriberFormat } from '../subscribers/import-export/list-formats.ts';
import { wordedReport } from '../subscribers/import-export/rejection.ts';
import { preferenceColumns } from '../subscribers/preferences/definitions.ts';
import {
  json,
  printImport,
  read,
  takes,
  ignoreClosedPipe,
  withContext,
  withExamples,
} from './command-line.ts';

/** `subscribers import` and `export`. */
export function addSubscribers(program: Command): void {
  const subscribers = withExamples(
    program.command('subscribers'),
    'subscribers import readers.csv',
  ).description('import or export subscribers');

  withExamples(
    subscribers.command('import <file>'),
    'subscribers import readers.csv',
    "subscribers import readers.csv --consent 'sign-up sheet, spring meeting'",
  )
    .description(
      'import subscribers from a file (- is standard input); those without consent get a confirmation mail',
    )
    .addHelpText(
      'after',
      `
The first line of a CSV file names its columns: email, and optionally ${preferenceColumns.join(', ')},
status, consent_source, consent_at, consent_note. Addresses that unsubscribed, bounced,
complained or were erased are skipped. Invalid rows are reported by line number, the others are imported.
Exit code: 1 if all rows are invalid.`,
    )
    .addOption(
      new Option('--format <format>', 'format of the file; guessed by default').choices(
        subscriberFormat.options,
      ),
    )
    .option(
      '--consent <source>',
      'where the subscribers gave their consent, for rows without one; they become active at once',
      takes(consentInput.shape.source),
    )
    .addOption(json())
    .action(
      async (file: string, options: { format?: string; consent?: string; json?: boolean }) => {
        const body = await read(file);
        const consent = options.consent === undefined ? undefined : { source: options.consent };
        const report = await withContext((ctx) =>
          withBar('Importing', async (onProgress) => {
            const format =
              options.format === undefined
                ? guessFormat(body)
                : subscriberFormat.parse(options.format);
            return wordedReport(
              ctx.words('en'),
              await importSubscribers(ctx, body, { format, consent }, onProgress),
            );
          }),
        );
        printImport(report, options.json);
      },
    );

  withExamples(subscribers.command('export'), 'subscribers export > subscribers.csv')
    .description('print all subscribers as CSV, in the format that import reads')
    .addOption(json())
    .action((options: { json?: boolean }) =>
      withContext(async (ctx) => {
        const parts = options.json === true ? exportJson(ctx) : exportCsv(ctx);
        await pipeline(parts, process.stdout, { end: false }).catch(ignoreClosedPipe);
      }),
    );
}
