import { type Command, Option } from 'commander';
import { subscriberFormat } from '../subscribers/import-export/read-list.ts';
import { preferenceColumns } from '../subscribers/preferences/definitions.ts';
import { consentInput } from '../subscribers/signup/entry.ts';
import { json, takes, withExamples } from './options.ts';

const actions = () => import('./actions/subscribers.ts');

/** `subscribers import` and `export`. */
export function addSubscribers(subscribers: Command): void {
  withExamples(subscribers, 'subscribers import readers.csv');
  addImport(subscribers);
  addExport(subscribers);
}

function addImport(subscribers: Command): void {
  withExamples(
    subscribers.command('import <file>'),
    'subscribers import readers.csv',
    "subscribers import readers.csv --consent 'sign-up sheet, spring meeting'",
  )
    .description(
      'import subscribers from a file (- is standard input); those without consent get a confirmation email',
    )
    .addHelpText(
      'after',
      `
The first line of a CSV file names its columns. Only email is required. The others are:
${preferenceColumns.join(', ')},
status, consent_source, consent_at, consent_note.

Exports from listmonk, Mailchimp, Ghost, Substack, Keila, Mailtrain, phpList, Kit, Buttondown,
MailerLite, useSend, Mailman and Google Contacts are recognized. Our own export restores everything
and sends no email. Addresses that unsubscribed, bounced, complained or are blocked in the list are
stored as such. Invalid rows are reported by line number, the others are imported.
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
      'end subscriptions here that the file lists as unsubscribed, bounced, complained or blocked; without it they are only reported',
    )
    .addOption(json())
    .action(async (file, options) => (await actions()).importFile(file, options));
}

function addExport(subscribers: Command): void {
  withExamples(subscribers.command('export'), 'subscribers export > subscribers.csv')
    .description('print all subscribers and suppressions, in the format that import reads')
    .addOption(json())
    .action(async (options) => (await actions()).exportAll(options));
}
