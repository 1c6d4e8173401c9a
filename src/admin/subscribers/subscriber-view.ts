import { dayIn } from '../../lib/dates.ts';
import type { Context } from '../../context.ts';
import { shortDate } from '../../lib/format/dates.ts';
import type { Card, Sent } from '../../subscribers/detail.ts';
import type { StatusCount } from '../../subscribers/find.ts';
import type { Subscriber } from '../../subscribers/subscriber.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { answerOf } from './delivery-answer.ts';
import { deliveryReasonText } from '../delivery-reason.ts';
import { deliveryText, digestPath } from '../digests/digest-view.ts';
import { timeText } from '../time-text.ts';

export const statusWords = {
  active: 'admin-status-active',
  pending: 'admin-status-pending',
  paused: 'admin-status-paused',
  unsubscribed: 'admin-status-unsubscribed',
  bounced: 'admin-status-bounced',
  complained: 'admin-status-complained',
} as const satisfies Record<Subscriber['status'], string>;

const kindWords: Record<string, string> = {
  confirmation: 'mail-kind-confirmation',
  welcome: 'mail-kind-welcome',
  reminder: 'mail-kind-reminder',
  manage: 'mail-kind-manage',
  'address-confirm': 'mail-kind-address-confirm',
  'address-notice': 'mail-kind-address-notice',
};

const frequencyWords: Record<string, string> = {
  daily: 'preferences-daily',
  weekdays: 'preferences-weekdays',
  weekly: 'subscribers-weekly',
};

/** `12,345`, `12.345`; with a mark before it where it is an estimate. */
export function countText(words: Words, { count, about }: Pick<StatusCount, 'count' | 'about'>): string {
  const rounded = about ? Number(count.toPrecision(3)) : count;
  return `${about ? '≈ ' : ''}${new Intl.NumberFormat(words.lang).format(rounded)}`;
}

/** Since when somebody has their status, as far as that is kept. */
function sinceOf({ status, createdAt, activeSince, unsubscribedAt }: Subscriber): Date | null {
  if (status === 'pending') return createdAt;
  return status === 'unsubscribed' ? unsubscribedAt : status === 'active' ? (activeSince ?? createdAt) : null;
}

/** A subscriber as a line of the list. */
export function lineOf(ctx: Context, words: Words, found: Subscriber) {
  const { id, email, status, topics } = found;
  const since = sinceOf(found);
  return {
    id,
    email,
    status,
    label: words.t(statusWords[status]),
    since: since === null ? null : shortDate(words, dayIn(ctx.config.DIGEST_TIMEZONE, since)),
    frequency: words.t(frequencyWords[found.frequency] ?? 'preferences-daily'),
    topics: topics.join(', '),
  };
}

/** A subscriber as their own page shows them. */
export function cardOf(
  ctx: Context,
  words: Words,
  { subscriber, consents, suppression, digests, mails, ...asking }: Card,
) {
  const since = suppression?.createdAt ?? sinceOf(subscriber);
  return {
    ...lineOf(ctx, words, subscriber),
    since: since === null ? null : timeText(ctx, words, since),
    created: timeText(ctx, words, subscriber.createdAt),
    hour: subscriber.hour === null ? null : `${String(subscriber.hour).padStart(2, '0')}:00`,
    timezone: subscriber.timezone,
    papers: subscriber.papers,
    topicsOnly: subscriber.topicsOnly,
    language: languageName(words, subscriber.language),
    reason: subscriber.unsubscribeReason,
    consents: consents.map((consent) => ({ ...consent, at: timeText(ctx, words, consent.at) })),
    suppression: suppression === null ? null : { ...suppression, at: timeText(ctx, words, suppression.createdAt) },
    digests: digests.map((sent) => sentOf(ctx, words, sent)),
    mails: mails.map((sent) => sentOf(ctx, words, sent)),
    mayAsk: asking.mayAsk && suppression === null,
    answer: answerOf(ctx, words, { subscriber, suppression, digests, ...asking }),
  };
}

function languageName(words: Words, code: string | null): string | null {
  return code === null ? null : (new Intl.DisplayNames(words.lang, { type: 'language' }).of(code) ?? code);
}

/** A digest or a mail that was meant for them. */
function sentOf(ctx: Context, words: Words, { kind, digest, state, reason, detail, at, sentAt, nextAt }: Sent) {
  const kindKey = kindWords[kind];
  return {
    what: digest === null ? (kindKey === undefined ? kind : words.t(kindKey)) : shortDate(words, digest.date),
    href: digest === null ? null : digestPath(digest),
    weekly: digest?.kind === 'weekly',
    state,
    label: deliveryText(words, state),
    reason: deliveryReasonText(words, reason),
    detail,
    at: timeText(ctx, words, sentAt ?? at),
    next: nextAt === null || state === 'sent' ? null : timeText(ctx, words, nextAt),
  };
}
