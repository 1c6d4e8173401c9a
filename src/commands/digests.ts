import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { composeDraft } from '../digests/compose/compose.ts';
import type { DigestKind } from '../digests/digest.ts';
import { readCatalogue } from '../lib/i18n/words.ts';
import { composeMail } from '../digests/mail/digest-mail.ts';
import { digestReasonText } from '../digests/reason-text.ts';
import { sendNow } from '../digests/send/manual-send.ts';
import { retryFailed } from '../digests/send/retry.ts';
import { sendTests, testAddresses } from '../digests/send/test-copies.ts';
import { digestOf, noDigest, poolOf } from '../digests/queries.ts';
import { paperIds } from '../digests/routes-api.ts';
import { shown } from '../digests/shown.ts';
import type { Context } from '../context.ts';
import { digestName } from '../admin/digests/digest-view.ts';
import {
  type Act,
  commaSeparated,
  date,
  json,
  kind,
  numbers,
  print,
  takes,
  today,
  withAudit,
  withContext,
  withExamples,
} from './command-line.ts';

/** `digest compose`, `preview`, `send`, `retry` and `status`. */
export function addDigests(program: Command): void {
  const digests = withExamples(program.command('digest'), 'digest status').description(
    'compose, preview and send digests',
  );
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
      'compose a draft, which can be edited and is not sent; composing again replaces it',
    )
    .addOption(date('date of the digest (default: today in DIGEST_TIMEZONE)'))
    .addOption(kind())
    .option(
      '--papers <ids>',
      'these papers in this order, ids separated by commas',
      takes(paperIds, numbers),
    )
    .addOption(json())
    .action(
      async (options: { kind: DigestKind; date?: string; papers?: number[]; json?: boolean }) => {
        const made = await withAudit(actOn('digest-composed', options), async (ctx) => {
          const { kind: which, date: on = today(ctx), papers: ids } = options;
          const { digest } = await composeDraft(ctx, { kind: which, date: on, paperIds: ids });
          return shown(ctx, digest.kind, digest.date);
        });
        print(made, options.json, () => `${made.date} ${made.status}: ${made.subject}`);
      },
    );
}

function addPreview(digests: Command): void {
  withExamples(
    digests.command('preview'),
    'digest preview',
    'digest preview --html --out preview.html',
  )
    .description('print the text part of the digest mail')
    .addOption(date('date of the digest (default: today in DIGEST_TIMEZONE)'))
    .addOption(kind())
    .option('--html', 'print the HTML part instead')
    .option('--out <file>', 'write to a file instead of standard output')
    .addOption(json())
    .action(
      async (options: {
        kind: DigestKind;
        date?: string;
        html?: boolean;
        out?: string;
        json?: boolean;
      }) => {
        const mail = await withContext(async (ctx) => {
          const found = await digestOf(ctx.db, options.kind, options.date ?? today(ctx));
          if (found === undefined) throw noDigest(options.kind, options.date ?? today(ctx));
          return composeMail(ctx, found, await poolOf(ctx.db, found.id, found.issueSize), {
            test: true,
          });
        });
        const { subject, text, html } = mail;
        const shape = options.html === true ? html : text;
        const part =
          options.json === true ? JSON.stringify({ subject, text, html }, null, 2) : shape;
        if (options.out === undefined) console.log(part);
        else await writeFile(options.out, part);
      },
    );
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
    .addOption(date('date of the digest (default: today in DIGEST_TIMEZONE)'))
    .addOption(kind())
    .option(
      '--to <addresses>',
      'send test copies to these addresses only, separated by commas; the digest does not change',
      takes(testAddresses, commaSeparated),
    )
    .addOption(json())
    .action(async (options: { kind: DigestKind; date?: string; to?: string[]; json?: boolean }) => {
      const action = options.to === undefined ? 'digest-sent' : 'digest-tested';
      const sent = await withAudit(actOn(action, options), async (ctx) => {
        const on = options.date ?? today(ctx);
        if (options.to !== undefined)
          await sendTests(ctx, { kind: options.kind, date: on, to: options.to });
        else await sendNow(ctx, { kind: options.kind, date: on });
        return shown(ctx, options.kind, on);
      });
      print(sent, options.json, () =>
        options.to === undefined
          ? statusLine(sent)
          : `test copies of ${sent.date} are queued: ${sent.subject}`,
      );
    });
}

function addRetry(digests: Command): void {
  withExamples(digests.command('retry'), 'digest retry --date 2026-03-10')
    .description(
      'send the failed emails of a digest again, except those to suppressed addresses or to readers who left',
    )
    .addOption(date('date of the digest (default: today in DIGEST_TIMEZONE)'))
    .addOption(kind())
    .addOption(json())
    .action(async (options: { kind: DigestKind; date?: string; json?: boolean }) => {
      const retried = await withContext(async (ctx) => {
        const on = options.date ?? today(ctx);
        await retryFailed(ctx, options.kind, on);
        return shown(ctx, options.kind, on);
      });
      print(retried, options.json, () => statusLine(retried));
    });
}

function addStatus(digests: Command): void {
  withExamples(
    digests.command('status'),
    'digest status',
    'digest status --kind weekly --date 2026-03-09',
  )
    .description('print the state of a digest, its reason and the delivery counts')
    .addOption(date('date of the digest (default: today in DIGEST_TIMEZONE)'))
    .addOption(kind())
    .addOption(json())
    .action(async (options: { kind: DigestKind; date?: string; json?: boolean }) => {
      const found = await withContext((ctx) =>
        shown(ctx, options.kind, options.date ?? today(ctx)),
      );
      print(found, options.json, () => statusLine(found));
    });
}

/** The target is named as on the pages of operators. */
function actOn(
  action: 'digest-composed' | 'digest-sent' | 'digest-tested',
  options: { kind: DigestKind; date?: string },
) {
  return (ctx: Context): Act => ({
    action,
    target: digestName({ kind: options.kind, date: options.date ?? today(ctx) }),
  });
}

function statusLine({
  date: on,
  status,
  reason,
  subject,
  counts,
}: Awaited<ReturnType<typeof shown>>): string {
  const states = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`);
  const state = `${on} ${status}${reason === null ? '' : ` (${digestReasonText(readCatalogue()('en'), reason)})`}`;
  return `${subject === '' ? state : `${state}: ${subject}`}\n${states.join(', ') || 'nobody was queued'}`;
}
