import type { Command } from 'commander';
import { withBar } from './progress-bar.ts';
import type { MailCounts } from '../bounces/mailbox/take-mail.ts';
import type { Context } from '../context.ts';
import type { Progress } from '../lib/progress.ts';
import { json, print, withContext, withExamples } from './command-line.ts';

/** `bounces read`. */
export function addBounces(program: Command): void {
  const bounces = withExamples(program.command('bounces'), 'bounces read').description('bounces and complaints');

  withExamples(bounces.command('read'), 'bounces read', 'bounces read ~/Maildir/bounces', 'bounces read - < bounce.eml')
    .argument(
      '[files...]',
      'mails, Maildir folders, or - for standard input, instead of the mailbox of BOUNCE_IMAP_URL',
    )
    .description('read bounces, complaints and unsubscribe mails; reading a mail again changes nothing')
    .addOption(json())
    .action(async (files: string[], options: { json?: boolean }) => {
      const counts = await withContext((ctx) =>
        withBar('Reading', (onProgress) => readBounces(ctx, files, onProgress)),
      );
      print(counts, options.json, () => countsLine(counts));
    });
}

async function readBounces(ctx: Context, files: string[], onProgress: Progress): Promise<MailCounts> {
  // The parser and the mailbox take long to load; no other command needs them.
  if (files.length > 0) {
    const { readMailFiles } = await import('../bounces/mailbox/files.ts');
    return readMailFiles(ctx, files, onProgress);
  }
  const { BOUNCE_IMAP_URL: url } = ctx.config;
  if (url === undefined) throw new Error('BOUNCE_IMAP_URL is not set: name files, or - for standard input');
  const { readMailbox } = await import('../bounces/mailbox/imap.ts');
  const counts = await readMailbox(ctx, url, onProgress);
  if (counts === undefined) throw new Error('another process reads the mailbox now');
  return counts;
}

function countsLine({ read: all, ...counts }: MailCounts): string {
  const parts = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  return `${all} read: ${parts.join(', ')}`;
}
