import { writeFile } from 'node:fs/promises';
import { type Context, today } from '../../context.ts';
import { composeDraft } from '../../digests/compose/compose.ts';
import { type DigestKind, digestName } from '../../digests/digest.ts';
import { composeMail } from '../../digests/mail/digest-mail.ts';
import { digestOf, noDigest, poolOf } from '../../digests/queries.ts';
import { digestReasonText } from '../../digests/reason-text.ts';
import { requestBudget, sendNow } from '../../digests/send/manual-send.ts';
import { retryFailed } from '../../digests/send/retry.ts';
import { sendTests } from '../../digests/send/test-copies.ts';
import { digestAnswerOf } from '../../digests/digest-answer.ts';
import type { Day } from '../../lib/dates.ts';
import { readCatalogue } from '../../lib/i18n/words.ts';
import type { JsonOption } from '../options.ts';
import { type Act, withAudit, withContext } from './context.ts';
import { print } from './output.ts';

interface DigestOptions extends JsonOption {
  kind: DigestKind;
  date?: Day;
}

export async function compose(
  options: DigestOptions & { papers?: number[]; subject?: string },
): Promise<void> {
  const made = await withAudit(actOn('digest-composed', options), async (ctx) => {
    const { kind, date = today(ctx), papers: paperIds, subject } = options;
    const { digest } = await composeDraft(ctx, { kind, date, paperIds, subject });
    return digestAnswerOf(ctx, digest.kind, digest.date);
  });
  print(made, options.json, () => `${made.date} ${made.status}: ${made.subject}`);
}

export async function preview(
  options: DigestOptions & { html?: boolean; out?: string },
): Promise<void> {
  const { subject, text, html } = await withContext((ctx) => mailOf(ctx, options));
  const part = options.html === true ? html : text;
  const printed = options.json === true ? JSON.stringify({ subject, text, html }, null, 2) : part;
  if (options.out === undefined) console.log(printed);
  else await writeFile(options.out, printed);
}

async function mailOf(ctx: Context, { kind, date = today(ctx) }: DigestOptions) {
  const found = await digestOf(ctx.db, kind, date);
  if (found === undefined) throw noDigest(kind, date);
  const issue = await poolOf(ctx.db, found.id, found.issueSize);
  return composeMail(ctx, found, issue, { test: true });
}

interface Sending {
  sent: Awaited<ReturnType<typeof digestAnswerOf>>;
  /** The digest was sent before: nothing was queued. */
  isRepeated: boolean;
}

export async function send(options: DigestOptions & { to?: string[] }): Promise<void> {
  const { kind, to, json } = options;
  const action = to === undefined ? 'digest-sent' : 'digest-tested';
  const act = actOn(action, options);
  const { sent } = await withAudit(
    (ctx, { isRepeated }: Sending) => (isRepeated ? undefined : act(ctx)),
    async (ctx) => {
      const { date = today(ctx) } = options;
      const isRepeated = await sendOrTest(ctx, { kind, date, to });
      return { sent: await digestAnswerOf(ctx, kind, date), isRepeated };
    },
  );
  print(sent, json, () =>
    to === undefined
      ? statusLine(sent)
      : `test emails for ${sent.date} are queued: ${sent.subject}`,
  );
}

/** @returns whether the digest was sent before */
async function sendOrTest(
  ctx: Context,
  { kind, date, to }: { kind: DigestKind; date: Day; to: string[] | undefined },
): Promise<boolean> {
  if (to === undefined) return !(await sendNow(ctx, { kind, date, budget: requestBudget })).first;
  await sendTests(ctx, { kind, date, to });
  return false;
}

export async function retry(options: DigestOptions): Promise<void> {
  const retried = await withAudit(actOn('digest-retried', options), async (ctx) => {
    const { kind, date = today(ctx) } = options;
    await retryFailed(ctx, kind, date);
    return digestAnswerOf(ctx, kind, date);
  });
  print(retried, options.json, () => statusLine(retried));
}

export async function status({ kind, date, json }: DigestOptions): Promise<void> {
  const found = await withContext((ctx) => digestAnswerOf(ctx, kind, date ?? today(ctx)));
  print(found, json, () => statusLine(found));
}

/** Records the target under the same name as the operator pages. */
function actOn(
  action: 'digest-composed' | 'digest-sent' | 'digest-tested' | 'digest-retried',
  options: DigestOptions,
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
}: Awaited<ReturnType<typeof digestAnswerOf>>): string {
  const states = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`);
  const state = `${on} ${status}${reason === null ? '' : ` (${digestReasonText(readCatalogue()('en'), reason)})`}`;
  return `${subject === '' ? state : `${state}: ${subject}`}\n${states.join(', ') || 'nobody was queued'}`;
}
