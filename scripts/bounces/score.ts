import { parseMessage } from '../../src/bounces/report/message.ts';
import { readReport } from '../../src/bounces/report/read-report.ts';
import type { Report } from '../../src/bounces/report/report.ts';
import { classify } from '../../src/outbox/classification/classify.ts';
import type { Classification } from '../../src/outbox/classification/reply.ts';
import type { LabelledMail, LabelledReply } from './labelled.ts';

/** A fraction and the cases that count against it. */
export interface Share {
  part: number;
  whole: number;
  /** Cases that count against the classifier: missed, or wrongly classified as hard. */
  against: string[];
}

const ends = new Set(['mailbox-unknown', 'mailbox-disabled', 'domain-unknown']);

function isHard({ class: of, permanent }: Classification): boolean {
  return permanent && ends.has(of);
}

interface Read {
  mail: LabelledMail;
  report: Report;
  hard: boolean;
}

async function read(mail: LabelledMail): Promise<Read> {
  const report = readReport(await parseMessage(mail.raw));
  const hard =
    report.kind === 'bounce' && report.failed.some(({ classification }) => isHard(classification));
  return { mail, report, hard };
}

function share(
  all: Read[],
  counts: (one: Read) => boolean,
  against: (one: Read) => boolean,
): Share {
  return {
    part: all.filter(counts).length,
    whole: all.length,
    against: all.filter(against).map(named),
  };
}

function named({ mail, report }: Read): string {
  const reasons = [...new Set(mail.rows.map(({ reason }) => reason))].join(', ');
  const found =
    report.kind === 'bounce'
      ? report.failed.map(({ classification: { class: of, rule } }) => `${of} by ${rule.id}`)
      : [report.kind];
  return `${mail.name} (${reasons}): ${found.join(', ')}`;
}

const has = (mail: LabelledMail, reasons: RegExp) =>
  mail.rows.some(({ reason }) => reasons.test(reason));

/**
 * `othersHard` uses the labels unchanged, `othersHardUndisputed` only those that two sets of labels
 * agree on. `othersHardByUs` leaves out mailboxes that the label calls filtered, suspended or on
 * hold and the server calls unknown or disabled: our rules treat those as hard too.
 */
export async function scoreMails(mails: LabelledMail[]): Promise<Record<string, Share>> {
  const all = await Promise.all(mails.map(read));
  const hard = all.filter(({ mail }) => mail.rows.some((row) => row.hard));
  const others = all.filter(({ mail }) => !mail.rows.some((row) => row.hard));
  const isFound = (one: Read) => one.hard;
  const isMissed = (one: Read) => !one.hard;
  return {
    hardRecall: share(hard, isFound, isMissed),
    unknownAndMoved: share(
      hard.filter(({ mail }) => has(mail, /^(userunknown|hasmoved)$/)),
      isFound,
      isMissed,
    ),
    othersHard: share(others, isFound, isFound),
    othersHardUndisputed: share(
      others.filter(({ mail }) => mail.disputed !== true),
      isFound,
      isFound,
    ),
    othersHardByUs: share(
      others.filter(({ mail }) => !has(mail, /^(filtered|suspend|onhold)$/)),
      isFound,
      isFound,
    ),
    complaints: share(
      all.filter(({ mail }) => has(mail, /^feedback$/)),
      isKind('complaint'),
      isNotKind('complaint'),
    ),
    autoReplies: share(
      all.filter(({ mail }) => has(mail, /^vacation$/)),
      isKind('auto-reply'),
      isNotKind('auto-reply'),
    ),
  };
}

const isKind = (kind: Report['kind']) => (one: Read) => one.report.kind === kind;
const isNotKind = (kind: Report['kind']) => (one: Read) => one.report.kind !== kind;

export function scoreReplies(replies: LabelledReply[]): Share {
  const all = replies.map((reply) => ({
    reply,
    found: classify({ code: reply.code, text: reply.text }),
  }));
  const wrong = all.filter(({ reply, found }) => !reply.right.includes(found.class));
  return {
    part: all.length - wrong.length,
    whole: all.length,
    against: wrong.map(
      ({ reply, found }) =>
        `${reply.provider} ${reply.code} ${reply.text}: ${found.class} by ${found.rule.id}`,
    ),
  };
}
