import type { Context } from '../../context.ts';
import { freezesOnSchedule, isTooLate } from '../../digests/compose/due.ts';
import type { Counts, Digest } from '../../digests/digest.ts';
import { dateText, lastDayText } from '../../digests/mail/issue.ts';
import { kindQuery } from '../../digests/mail/web-path.ts';
import { issueTitles } from '../../digests/queries.ts';
import { digestReasonText } from '../../digests/reason-text.ts';
import { subjectFor } from '../../digests/compose/subject.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { timeText } from '../time-text.ts';

const stateWords = {
  draft: 'admin-state-draft',
  ready: 'admin-state-ready',
  sending: 'admin-state-sending',
  sent: 'admin-state-sent',
  paused: 'admin-state-paused',
  cancelled: 'admin-state-cancelled',
  skipped: 'admin-state-skipped',
} as const satisfies Record<Digest['status'], string>;

const deliveryWords = {
  sent: 'admin-delivery-sent',
  sending: 'admin-delivery-sending',
  queued: 'admin-delivery-queued',
  deferred: 'admin-delivery-deferred',
  uncertain: 'admin-delivery-uncertain',
  failed: 'admin-delivery-failed',
  skipped: 'admin-delivery-skipped',
} as const satisfies Record<keyof Counts, string>;

/** The name of a digest's state. */
function stateText(words: Words, { status }: Pick<Digest, 'status'>): string {
  return words.t(stateWords[status]);
}

/** The name of a delivery's state. */
export function deliveryText(words: Words, state: string): string {
  const found = Object.entries(deliveryWords).find(([name]) => name === state);
  return found === undefined ? state : words.t(found[1]);
}

/** The path of a digest's page, or of a page below it. */
export function digestPath({ kind, date }: { kind: string; date: string }, below = ''): string {
  return `/admin/digests/${date}${below}${kindQuery(kind)}`;
}

/** The data that lists and pages show of digests, with subjects in the reader's language. */
export async function digestHeads(ctx: Context, words: Words, digests: Digest[]) {
  const titles = await issueTitles(
    ctx.db,
    digests.map(({ id }) => id),
  );
  return digests.map((digest) => headOf(words, digest, titles.get(digest.id) ?? []));
}

/** Like `digestHeads`, for one digest. */
export async function digestHead(ctx: Context, words: Words, digest: Digest) {
  const titles = await issueTitles(ctx.db, [digest.id]);
  return headOf(words, digest, titles.get(digest.id) ?? []);
}

function headOf(words: Words, digest: Digest, titles: string[]) {
  const { kind, date, status, reason } = digest;
  return {
    kind,
    date,
    status,
    subject: subjectFor(words, digest, titles),
    reason: reason === null ? null : digestReasonText(words, reason),
    href: digestPath(digest),
    dateText: dateText(words, digest),
    lastDayText: lastDayText(words, digest),
    state: stateText(words, digest),
  };
}

/** A segment of the bar of deliveries. Its width is a percentage. */
interface Segment {
  name: string;
  label: string;
  count: number;
  x: number;
  width: number;
}

/**
 * The deliveries as a bar, with the existing states in the order in which an email passes through
 * them.
 */
export function barOf(words: Words, counts: Counts): { total: number; segments: Segment[] } {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const segments: Segment[] = [];
  let x = 0;
  for (const name of Object.keys(deliveryWords).filter(isState)) {
    const count = counts[name];
    if (count === 0) continue;
    const width = Math.round((10_000 * count) / total) / 100;
    segments.push({
      name,
      label: words.t(deliveryWords[name]),
      count,
      x: Math.round(x * 100) / 100,
      width,
    });
    x += width;
  }
  return { total, segments };
}

function isState(name: string): name is keyof Counts {
  return Object.hasOwn(deliveryWords, name);
}

/** Estimates when the last waiting email will be sent, from the rate of the last minute. */
export function endOf(
  now: Date,
  { queued, sending, deferred }: Counts,
  perMinute: number,
): Date | null {
  const left = queued + sending + deferred;
  return left === 0 || perMinute === 0
    ? null
    : new Date(now.getTime() + (left / perMinute) * 60_000);
}

/** Explains the state of a digest and what happens next. */
export function meaningOf(ctx: Context, words: Words, digest: Digest): string {
  const { status, startsAt, sendAt } = digest;
  const at = (instant: Date) => timeText(ctx, words, instant);
  if (status === 'draft') {
    return freezesOnSchedule(digest, startsAt) && !isTooLate(ctx.config, startsAt, ctx.now())
      ? words.t('admin-means-draft-until', { at: at(startsAt) })
      : words.t('admin-means-draft');
  }
  if (status === 'ready') {
    const scheduled = sendAt !== null;
    return words.t(scheduled ? 'admin-means-scheduled' : 'admin-means-ready', {
      at: at(sendAt ?? startsAt),
    });
  }
  return words.t(meanings[status]);
}

const meanings = {
  sending: 'admin-means-sending',
  sent: 'admin-means-sent',
  paused: 'admin-means-paused',
  cancelled: 'admin-means-cancelled',
  skipped: 'admin-means-skipped',
} as const;
