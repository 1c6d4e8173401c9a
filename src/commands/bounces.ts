import { type Command, InvalidArgumentError, Option } from 'commander';
import { withBar } from './progress-bar.ts';
import type { Explanation, MessageExplanation } from '../bounces/explain.ts';
import type { MailCounts } from '../bounces/mailbox/take-mail.ts';
import type { Context } from '../context.ts';
import type { Stage } from '../outbox/classification/reply.ts';
import type { Progress } from '../lib/progress.ts';
import { json, print, withAudit, withContext, withExamples } from './command-line.ts';

interface ReadOptions {
  json?: boolean;
  explain?: boolean;
}

interface ExplainOptions {
  json?: boolean;
  reply?: string;
  command?: Stage;
}

const filesMeaning = 'messages, mbox files, folders, Maildir folders, or - for standard input';

/** `bounces read` and `bounces explain`. */
export function addBounces(program: Command): void {
  const bounces = withExamples(program.command('bounces'), 'bounces read').description(
    'read and explain bounces and complaints',
  );
  const read = bounces
    .command('read')
    .argument('[files...]', `${filesMeaning} (default: the mailbox of BOUNCE_IMAP_URL)`)
    .description(
      'record bounces, complaints and unsubscribe requests; reading one twice changes nothing',
    )
    .option('--explain', 'only show how each message is classified and what would follow')
    .addOption(json())
    .action((files: string[], options: ReadOptions) =>
      options.explain === true ? explainMails(files, options) : readMails(files, options),
    );
  withExamples(read, 'bounces read', 'bounces read --explain Maildir/');
  const explain = bounces
    .command('explain')
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
    .action((files: string[], options: ExplainOptions) => explainAll(files, options));
  withExamples(
    explain,
    'bounces explain bounce.eml',
    'bounces explain --reply "550 5.1.1 User unknown" --command RCPT',
  );
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
    throw new InvalidArgumentError(`It takes ${[...stages.keys()].join(', ')}.`);
  return stage;
}

async function readMails(files: string[], options: ReadOptions): Promise<void> {
  const counts = await withAudit({ action: 'bounces-read' }, (ctx) =>
    withBar('Reading', (onProgress) => readBounces(ctx, files, onProgress)),
  );
  print(counts, options.json, () => countsLine(counts));
}

async function readBounces(
  ctx: Context,
  files: string[],
  onProgress: Progress,
): Promise<MailCounts> {
  // The parser and the mailbox take long to load; no other command needs them.
  if (files.length > 0) {
    const { readMailFiles } = await import('../bounces/mailbox/files.ts');
    return readMailFiles(ctx, files, onProgress);
  }
  const { readMailbox } = await import('../bounces/mailbox/imap.ts');
  const counts = await readMailbox(ctx, mailboxUrl(ctx), onProgress);
  if (counts === undefined) throw new Error('another process reads the mailbox now');
  return counts;
}

function mailboxUrl({ config: { BOUNCE_IMAP_URL: url } }: Context): string {
  if (url === undefined)
    throw new Error('BOUNCE_IMAP_URL is not set: name files, or - for standard input');
  return url;
}

function countsLine({ read: all, ...counts }: MailCounts): string {
  const parts = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  return `${all} read: ${parts.join(', ')}`;
}

async function explainAll(
  files: string[],
  { reply, command, ...options }: ExplainOptions,
): Promise<void> {
  if (reply === undefined) {
    if (files.length === 0) throw new Error('name files, - for standard input, or a --reply');
    return explainMails(files, options);
  }
  const { explainReply } = await import('../bounces/explain.ts');
  const explained = explainReply(reply, command);
  print(explained, options.json, () => explanationLines(explained).join('\n'));
}

/** One message, one object or paragraph; needs no database, unless the mailbox is read. */
async function explainMails(files: string[], options: { json?: boolean }): Promise<void> {
  const { explainMessage } = await import('../bounces/explain.ts');
  const say = async (raw: Buffer, file: string): Promise<void> => {
    const explained = await explainMessage(raw, file);
    console.log(
      options.json === true ? JSON.stringify(explained) : messageLines(explained).join('\n'),
    );
  };
  if (files.length > 0) {
    const { messagesIn } = await import('../bounces/mailbox/files.ts');
    for await (const { file, raw } of messagesIn(files)) await say(raw, file);
    return;
  }
  const { peekMailbox } = await import('../bounces/mailbox/imap.ts');
  await withContext((ctx) =>
    peekMailbox(mailboxUrl(ctx), (raw, uid) => say(raw, `message ${uid}`)),
  );
}

function messageLines({ file, kind, follows, recipients }: MessageExplanation): string[] {
  if (recipients.length === 0) return [`${file}: ${kind}`, `  follows  ${meanings[follows]}`];
  return [
    `${file}: ${kind}`,
    ...recipients.flatMap((one) => explanationLines(one).map((line) => `  ${line}`)),
  ];
}

const meanings: Record<Explanation['follows'], string> = {
  suppress: 'the address is suppressed',
  count: 'a soft bounce: BOUNCE_SOFT_DAYS such days of mail suppress the address',
  absent:
    'a soft bounce: three days of mail on which its domain does not exist suppress the address',
  nothing: 'nothing',
  complain: 'the address is suppressed, and its reader has complained',
  unsubscribe: 'the reader is unsubscribed',
};

function explanationLines(one: Explanation): string[] {
  const code = [one.code, one.enhanced].filter((part) => part !== null).join(' ');
  return [
    ...(one.recipient === null ? [] : [`recipient  ${one.recipient}`]),
    `class      ${one.class} (${one.permanent ? 'permanent' : 'temporary'})`,
    `code       ${code === '' ? 'none' : code}`,
    `rule       ${one.rule} (${one.provider}: ${one.source})`,
    `follows    ${meanings[one.follows]}`,
    `said       ${one.said}`,
  ];
}
