import type { Command } from 'commander';
import { paperIds } from '../digests/compose/paper-ids.ts';
import { writtenSubject } from '../digests/compose/written-subject.ts';
import { testAddresses } from '../digests/send/test-addresses.ts';
import { commaSeparated, date, json, kind, numbers, takes, withExamples } from './options.ts';

const actions = () => import('./actions/digests.ts');

const digestDate = () => date('date of the digest (default: today in DIGEST_TIMEZONE)');

/** `digest compose`, `preview`, `send`, `retry` and `status`. */
export function addDigests(digests: Command): void {
  withExamples(digests, 'digest status');
  addCompose(digests);
  addPreview(digests);
  addSend(digests);
  addRetry(digests);
  addStatus(digests);
}

function addCompose(digests: Command): void {
  withExamples(
    digests.command('compose'),
    'digest compose',
    'digest compose --date 2026-03-10 --papers 12,7,31',
  )
    .description(
      'compose a draft, which can be edited; it is sent at DIGEST_TIME, or only by digest send if DIGEST_TIME of its date has passed; composing again replaces it',
    )
    .addOption(digestDate())
    .addOption(kind())
    .option(
      '--papers <ids>',
      'these papers in this order, ids separated by commas',
      takes(paperIds, numbers),
    )
    .option(
      '--subject <text>',
      'the subject in each language (default: made of the titles)',
      takes(writtenSubject),
    )
    .addOption(json())
    .action(async (options) => (await actions()).compose(options));
}

function addPreview(digests: Command): void {
  withExamples(
    digests.command('preview'),
    'digest preview',
    'digest preview --html --out preview.html',
  )
    .description('print the text part of the digest email')
    .addOption(digestDate())
    .addOption(kind())
    .option('--html', 'print the HTML part instead')
    .option('--out <file>', 'write to a file instead of standard output')
    .addOption(json())
    .action(async (options) => (await actions()).preview(options));
}

function addSend(digests: Command): void {
  withExamples(
    digests.command('send'),
    'digest send',
    'digest send --date 2026-03-10 --to ada@example.org',
  )
    .description(
      'send a composed digest now to every active subscriber of its kind, whatever their hour; no one is queued twice',
    )
    .addOption(digestDate())
    .addOption(kind())
    .option(
      '--to <addresses>',
      'send test emails to these addresses only, separated by commas; the digest does not change',
      takes(testAddresses, commaSeparated),
    )
    .addOption(json())
    .action(async (options) => (await actions()).send(options));
}

function addRetry(digests: Command): void {
  withExamples(digests.command('retry'), 'digest retry --date 2026-03-10')
    .description(
      'send the failed emails of a digest again, except those to suppressed addresses or to readers who left',
    )
    .addOption(digestDate())
    .addOption(kind())
    .addOption(json())
    .action(async (options) => (await actions()).retry(options));
}

function addStatus(digests: Command): void {
  withExamples(
    digests.command('status'),
    'digest status',
    'digest status --kind weekly --date 2026-03-09',
  )
    .description('print the state of a digest, its reason and the delivery counts')
    .addOption(digestDate())
    .addOption(kind())
    .addOption(json())
    .action(async (options) => (await actions()).status(options));
}
