import type { Explanation, MessageExplanation } from '../../bounces/explain.ts';
import type { MailCounts } from '../../bounces/mailbox/take-mail.ts';
import type { Context } from '../../context.ts';
import type { Progress } from '../../lib/progress.ts';
import type { Stage } from '../../outbox/classification/reply.ts';
import type { JsonOption } from '../options.ts';
import { withAudit, withContext } from './context.ts';
import { print } from './output.ts';
import { withBar } from './progress-bar.ts';

interface ReadOptions extends JsonOption {
  explain?: boolean;
}

interface ExplainOptions extends JsonOption {
  reply?: string;
  command?: Stage;
}

export async function read(files: string[], options: ReadOptions): Promise<void> {
  if (options.explain === true) return explainMails(files, options);

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
  if (files.length > 0) {
    const { readMailFiles } = await import('../../bounces/mailbox/files.ts');
    return readMailFiles(ctx, files, onProgress);
  }
  const { readMailbox } = await import('../../bounces/mailbox/imap.ts');
  const counts = await readMailbox(ctx, mailboxUrl(ctx), onProgress);
  if (counts === undefined)
    throw new Error('another process is reading the mailbox; try again in a minute');
  return counts;
}

function mailboxUrl({ config: { BOUNCE_IMAP_URL: url } }: Context): string {
  if (url === undefined)
    throw new Error('BOUNCE_IMAP_URL is not set: set it, or pass files (- is standard input)');
  return url;
}

function countsLine({ read: all, ...counts }: MailCounts): string {
  const parts = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  return `${all} read: ${parts.join(', ')}`;
}

export async function explain(
  files: string[],
  { reply, command, ...options }: ExplainOptions,
): Promise<void> {
  if (reply === undefined) {
    if (files.length === 0) throw new Error('pass files, - for standard input, or --reply');
    return explainMails(files, options);
  }
  const { explainReply } = await import('../../bounces/explain.ts');
  const explained = explainReply(reply, command);
  print(explained, options.json, () => explanationLines(explained).join('\n'));
}

/** Prints one object or paragraph per message. Needs a database only to read the mailbox. */
async function explainMails(files: string[], options: { json?: boolean }): Promise<void> {
  const { explainMessage } = await import('../../bounces/explain.ts');
  const say = async (raw: Buffer, file: string): Promise<void> => {
    const explained = await explainMessage(raw, file);
    console.log(
      options.json === true ? JSON.stringify(explained) : messageLines(explained).join('\n'),
    );
  };
  if (files.length > 0) {
    const { messagesIn } = await import('../../bounces/mailbox/files.ts');
    for await (const { file, raw } of messagesIn(files)) await say(raw, file);
    return;
  }
  const { peekMailbox } = await import('../../bounces/mailbox/imap.ts');
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
  count:
    'a soft bounce; the address is suppressed after soft bounces on BOUNCE_SOFT_DAYS different days',
  absent:
    'a soft bounce; the address is suppressed after three days on which its domain does not exist',
  nothing: 'nothing',
  complain: 'the address is suppressed, and its subscriber is marked as complained',
  unsubscribe: 'the subscriber is unsubscribed',
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
