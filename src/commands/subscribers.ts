import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import type { Context } from '../context.ts';
import { withBar } from './progress-bar.ts';
import { consentInput } from '../subscribers/signup/entry.ts';
import { exportCsv, exportJson } from '../subscribers/import-export/export.ts';
import { importSubscribers, previewImport } from '../subscribers/import-export/import.ts';
import { subscriberFormat } from '../subscribers/import-export/read-list.ts';
import { type WordedImport, wordedReport } from '../subscribers/import-export/report.ts';
import { preferenceColumns } from '../subscribers/preferences/definitions.ts';
import {
  json,
  openFile,
  printImport,
  takes,
  ignoreClosedPipe,
  withAudit,
  withContext,
  withExamples,
} from './command-line.ts';

interface ImportOptions {
  format?: string;
  consent?: string;
  dryRun?: boolean;
  applyDepartures?: boolean;
  json?: boolean;
}

/** How the file was understood, what it does, and which lines matter. */
function said(report: WordedImport, isPreview: boolean): string {
  const { reading, becomes, rejected, notices } = report;
  const { active, pending, unsubscribed, suppressed } = becomes;
  const would = isPreview ? 'would become' : 'became';
  const more = (all: number, listed: unknown[], what: string) =>
    all > listed.length ? [`and ${all - listed.length} more ${what}`] : [];
  return [
    `${reading.format}, ${reading.product === null ? 'no known product' : `exported by ${reading.product}`}`,
    ...reading.columns.map(
      ({ name, means }) => `column ${JSON.stringify(name)}: ${meanings[means]}`,
    ),
    ...(reading.unread.length > 0 ? [`not read: ${reading.unread.join(', ')}`] : []),
    `${report.read} read: ${report.added} added, ${report.updated} updated, ${report.unchanged} unchanged, ${report.departed} stored as having left, ${report.rejectedCount} rejected`,
    `${active} ${would} active, ${pending} pending, ${unsubscribed} unsubscribed, ${suppressed} suppressed; ${report.asked} asked to confirm`,
    ...rejected.map(({ line, reason }) => `line ${line}: ${reason}`),
    ...more(report.rejectedCount, rejected, 'rejected lines'),
    ...notices.map(({ line, notice }) => `line ${line}: ${notice}`),
    ...more(report.noticeCount, notices, 'notices'),
  ].join('\n');
}

const meanings = {
  address: 'the address',
  status: 'whether they may be mailed',
  preference: 'a preference',
  consent: 'their consent',
  date: 'a date',
  own: 'history of our own export',
};

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
status, consent_source, consent_at, consent_note. Exports of listmonk, Mailchimp, Ghost, Substack, Keila,
Mailtrain, phpList, Kit, Buttondown, MailerLite, useSend, Mailman and Google Contacts are recognised, and so
is our own: it restores everything and mails nobody. Addresses that unsubscribed, bounced, complained or are
blocked in the list are stored as such. Invalid rows are reported by line number, the others are imported.
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
    .option('--dry-run', 'show how the file is read and what would happen; change nothing')
    .option(
      '--apply-departures',
      'end subscriptions here that the file has as unsubscribed, bounced, complained or blocked; without it they are reported only',
    )
    .addOption(json())
    .action(async (file: string, options: ImportOptions) => {
      const source = await openFile(file);
      const { dryRun, applyDepartures } = options;
      const consent = options.consent === undefined ? undefined : { source: options.consent };
      const format = subscriberFormat.optional().parse(options.format);
      const work = (ctx: Context) =>
        withBar('Importing', async (onProgress) => {
          const act = dryRun === true ? previewImport : importSubscribers;
          const all = { format, consent, applyDepartures };
          return wordedReport(ctx.words('en'), await act(ctx, source, all, onProgress));
        });
      const report =
        dryRun === true
          ? await withContext(work)
          : await withAudit({ action: 'subscribers-imported' }, work);
      printImport(report, options.json, () => said(report, dryRun === true));
    });

  withExamples(subscribers.command('export'), 'subscribers export > subscribers.csv')
    .description('print all subscribers as CSV, in the format that import reads')
    .addOption(json())
    .action((options: { json?: boolean }) =>
      withAudit({ action: 'subscribers-exported' }, async (ctx) => {
        const parts = options.json === true ? exportJson(ctx) : exportCsv(ctx);
        await pipeline(parts, process.stdout, { end: false }).catch(ignoreClosedPipe);
      }),
    );
}
