import { type Consequence, consequenceOf } from '../outbox/classification/consequence.ts';
import { classify } from '../outbox/classification/classify.ts';
import type { Classification, ReplyClass, Stage } from '../outbox/classification/reply.ts';
import { findReplyCode } from '../outbox/classification/codes.ts';
import { oneLine } from '../lib/text/one-line.ts';
import { parseMessage } from './report/message.ts';
import { readReport } from './report/read-report.ts';
import type { FailedRecipient, Report } from './report/report.ts';
import { mildest, verdictOf } from './verdict.ts';

/** The consequence of a failure, a complaint or an unsubscribe request. */
type Follows = Consequence | 'complain' | 'unsubscribe';

/** How a failure is classified, and why. */
export interface Explanation {
  class: ReplyClass;
  permanent: boolean;
  /** The reply code. */
  code: number | null;
  /** The enhanced status code. */
  enhanced: string | null;
  recipient: string | null;
  rule: string;
  provider: string;
  source: string;
  follows: Follows;
  said: string;
}

export interface MessageExplanation {
  file: string;
  kind: Report['kind'] | 'unreadable';
  class: ReplyClass | null;
  permanent: boolean | null;
  code: number | null;
  enhanced: string | null;
  recipient: string | null;
  rule: string | null;
  follows: Follows;
  /** Each failed recipient; the mildest verdict decides. */
  recipients: Explanation[];
}

/** Maximum characters of a reply that are shown. */
const shownLength = 300;

/** Explains `550 5.1.1 User unknown`, with or without the reply code. */
export function explainReply(reply: string, command: Stage | undefined): Explanation {
  const code = findReplyCode(reply.slice(0, 4).padEnd(4));
  const text = code === undefined ? reply : reply.slice(4);
  return explanation(classify({ code, text, command }), undefined, reply);
}

function explanation(
  found: Classification,
  recipient: string | undefined,
  said: string,
): Explanation {
  return {
    class: found.class,
    permanent: found.permanent,
    code: found.code ?? null,
    enhanced: found.enhanced || null,
    recipient: recipient ?? null,
    rule: found.rule.id,
    provider: found.rule.provider,
    source: found.rule.source,
    follows: consequenceOf(found),
    said: oneLine(said.slice(0, 4000)).slice(0, shownLength),
  };
}

/** Returns what a message is and its consequence if it were about a message sent from here. */
export async function explainMessage(raw: Buffer, file: string): Promise<MessageExplanation> {
  try {
    return ofReport(readReport(await parseMessage(raw)), file);
  } catch {
    return { ...empty, file, kind: 'unreadable' };
  }
}

const empty = {
  class: null,
  permanent: null,
  code: null,
  enhanced: null,
  recipient: null,
  rule: null,
  follows: 'nothing' as const,
  recipients: [],
};

function ofReport(report: Report, file: string): MessageExplanation {
  if (report.kind === 'complaint')
    return { ...empty, file, kind: report.kind, follows: 'complain' };
  if (report.kind === 'opt-out')
    return { ...empty, file, kind: report.kind, follows: 'unsubscribe' };
  if (report.kind !== 'bounce') return { ...empty, file, kind: report.kind };
  const recipients = report.failed.map(explanationOf);
  const verdicts = report.failed.map(({ classification }) => verdictOf(classification));
  const decisive = recipients[verdicts.indexOf(mildest(verdicts) ?? 'refused')];
  if (decisive === undefined) return { ...empty, file, kind: report.kind };
  const { class: of, permanent, code, enhanced, recipient, rule, follows } = decisive;
  return {
    file,
    kind: 'bounce',
    class: of,
    permanent,
    code,
    enhanced,
    recipient,
    rule,
    follows,
    recipients,
  };
}

function explanationOf({
  classification,
  address,
  diagnostic,
  status,
}: FailedRecipient): Explanation {
  const explained = explanation(classification, address, diagnostic);
  return { ...explained, enhanced: explained.enhanced ?? status ?? null };
}
