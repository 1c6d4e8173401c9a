import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Stage } from '../outbox/classification/reply.ts';
import { json, withExamples } from './options.ts';

const actions = () => import('./actions/bounces.ts');

const filesMeaning = 'messages, mbox files, folders, Maildir folders, or - for standard input';

/** `bounces read` and `bounces explain`. */
export function addBounces(bounces: Command): void {
  withExamples(bounces, 'bounces read');
  addRead(bounces);
  addExplain(bounces);
}

function addRead(bounces: Command): void {
  withExamples(bounces.command('read'), 'bounces read', 'bounces read --explain Maildir/')
    .argument('[files...]', `${filesMeaning} (default: the mailbox of BOUNCE_IMAP_URL)`)
    .description(
      'record bounces, complaints and unsubscribe requests; reading one twice changes nothing',
    )
    .option('--explain', 'only show how each message is classified and what would follow')
    .addOption(json())
    .action(async (files, options) => (await actions()).read(files, options));
}

function addExplain(bounces: Command): void {
  withExamples(
    bounces.command('explain'),
    'bounces explain bounce.eml',
    'bounces explain --reply "550 5.1.1 User unknown" --command RCPT',
  )
    .argument('[files...]', filesMeaning)
    .description(
      'show how messages or an SMTP reply are classified, by which rule, and what would follow',
    )
    .option('--reply <text>', 'an SMTP reply, such as "550 5.1.1 User unknown"')
    .addOption(
      new Option('--command <command>', 'the command that was rejected')
        .choices(['CONNECT', 'MAIL', 'RCPT', 'DATA'])
        .argParser(stageOf),
    )
    .addOption(json())
    .action(async (files, options) => (await actions()).explain(files, options));
}

const stages = new Map<string, Stage>([
  ['CONNECT', 'connect'],
  ['MAIL', 'mail'],
  ['RCPT', 'rcpt'],
  ['DATA', 'data'],
]);

function stageOf(command: string): Stage {
  const stage = stages.get(command.toUpperCase());
  if (stage === undefined)
    throw new InvalidArgumentError(`Expected ${[...stages.keys()].join(', ')}.`);
  return stage;
}
