import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { withBar } from './progress-bar.ts';
import { consentInput } from '../subscribers/signup/entry.ts';
import { exportCsv, exportJson } from '../subscribers/import-export/export.ts';
import { importSubscribers } from '../subscribers/import-export/import.ts';
import { subscriberFormat } from '../subscribers/import-export/list-formats.ts';
import { json, printImport, read, takes, unlessSeenEnough, withContext } from './command-line.ts';

/** `subscribers import` and `export`. */
export function addSubscribers(program: Command): void {
  const subscribers = program.command('subscribers').description('import or export subscribers');

  subscribers
    .command('import <file>')
    .description('import subscribers from a file (- is standard input); without a consent each is asked by mail first')
    .addHelpText(
      'after',
      `
A CSV has a column email in its first line. Read where they are there: topics, topics_only, tell_empty, papers, frequency,
timezone, hour, language, status, consent_source, consent_at, consent_note. Who left, bounced, complained or was erased
stays out. Rows that cannot be taken are told by line, the rest goes in; where no row could be, the code is 1.`,
    )
    .addOption(new Option('--format <format>', 'what the file is').choices(subscriberFormat.options).default('csv'))
    .option(
      '--consent <source>',
      'where these readers agreed, for rows that do not say: they are active at once',
      takes(consentInput.shape.source),
    )
    .addOption(json())
    .action(async (file: string, options: { format: string; consent?: string; json?: boolean }) => {
      const body = await read(file);
      const consent = options.consent === undefined ? undefined : { source: options.consent };
      const report = await withContext((ctx) =>
        withBar('Importing', (onProgress) =>
          importSubscribers(ctx, body, { format: subscriberFormat.parse(options.format), consent }, onProgress),
        ),
      );
      printImport(report, options.json);
    });

  subscribers
    .command('export')
    .description('print all subscribers as CSV, which an import reads back')
    .addOption(json())
    .action((options: { json?: boolean }) =>
      withContext(async (ctx) => {
        const parts = options.json === true ? exportJson(ctx) : exportCsv(ctx);
        await pipeline(parts, process.stdout, { end: false }).catch(unlessSeenEnough);
      }),
    );
}
