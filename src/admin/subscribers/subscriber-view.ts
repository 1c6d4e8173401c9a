import { dayIn } from '../../lib/dates.ts';
import type { Context } from '../../context.ts';
import type { ConsentEvent } from '../../subscribers/consent.ts';
import { shortDate } from '../../lib/format/dates.ts';
import { languageName } from '../../lib/format/languages.ts';
import { numberText } from '../../lib/format/numbers.ts';
import type { Sent, SubscriberDetail } from '../../subscribers/detail.ts';
import type { StatusCount } from '../../subscribers/find.ts';
import {
  definitions,
  type PreferenceName,
  preferenceNames,
} from '../../subscribers/preferences/definitions.ts';
import type { Subscriber } from '../../subscribers/subscriber.ts';
import type { SuppressionReason } from '../../suppressions/sql.ts';
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

/** The texts of reasons. */
const reasonWords: Record<string, string> = {
  bounced: 'admin-status-bounced',
  complained: 'admin-status-complained',
  blocked: 'admin-status-blocked',
} satisfies Record<SuppressionReason, string>;

/** Why an address is suppressed. */
export function suppressionText(words: Words, reason: string): string {
  const key = reasonWords[reason];
  return key === undefined ? reason : words.t(key);
}

const kindWords: Record<string, string> = {
  confirmation: 'mail-kind-confirmation',
  welcome: 'mail-kind-welcome',
  reminder: 'mail-kind-reminder',
  manage: 'mail-kind-manage',
  'address-confirm': 'mail-kind-address-confirm',
  'address-notice': 'mail-kind-address-notice',
};

const consentWords: Record<string, string> = {
  'returned-weekly': 'consent-returned-weekly',
  'returned-paused': 'consent-returned-paused',
  'address-changed': 'consent-address-changed',
} satisfies Record<ConsentEvent, string>;

/** Formats a count, such as `12,345` or `12.345`. An estimate is marked. */
export function countText(
  words: Words,
  { count, about }: Pick<StatusCount, 'count' | 'about'>,
): string {
  const rounded = about ? Number(count.toPrecision(3)) : count;
  return `${about ? '≈ ' : ''}${numberText(words, rounded)}`;
}

/** When the subscriber got their status, if that is known. */
function sinceOf({ status, createdAt, activeSince, unsubscribedAt }: Subscriber): Date | null {
  if (status === 'pending') return createdAt;
  return status === 'unsubscribed'
    ? unsubscribedAt
    : status === 'active'
      ? (activeSince ?? createdAt)
      : null;
}

/** A row of the list of subscribers. */
export function lineOf(ctx: Context, words: Words, found: Subscriber) {
  const { id, email, status, topics } = found;
  const since = sinceOf(found);
  return {
    id,
    email,
    status,
    label: words.t(statusWords[status]),
    since: since === null ? null : shortDate(words, dayIn(ctx.config.DIGEST_TIMEZONE, since)),
    frequency: words.t(definitions.frequency.choices[found.frequency]),
    topics: topics.join(', '),
  };
}

/** The data of a subscriber's own page. */
export function detailOf(
  ctx: Context,
  words: Words,
  { subscriber, consents, suppression, digests, mails, ...asking }: SubscriberDetail,
) {
  const since = suppression?.createdAt ?? sinceOf(subscriber);
  return {
    ...lineOf(ctx, words, subscriber),
    since: since === null ? null : timeText(ctx, words, since),
    created: timeText(ctx, words, subscriber.createdAt),
    preferences: preferenceNames.map((name) => ({
      label: words.t(definitions[name].label),
      value: preferenceText(ctx, words, subscriber, name),
    })),
    reason: leaveReason(words, subscriber),
    consents: consents.map(({ event, at, ...consent }) => ({
      ...consent,
      event: event === null ? null : words.t(consentWords[event] ?? event),
      at: timeText(ctx, words, at),
    })),
    suppression:
      suppression === null
        ? null
        : { ...suppression, at: timeText(ctx, words, suppression.createdAt) },
    digests: digests.map((sent) => sentOf(ctx, words, sent)),
    mails: mails.map((sent) => sentOf(ctx, words, sent)),
    mayAsk: asking.mayAsk && suppression === null,
    answer: answerOf(ctx, words, { subscriber, suppression, digests, ...asking }),
  };
}

/** The text of a stored preference. */
function preferenceText(
  ctx: Context,
  words: Words,
  subscriber: Subscriber,
  name: PreferenceName,
): string {
  const value = subscriber[name];
  const choices: Readonly<Record<string, string>> = definitions[name].choices;
  const choice = choices[String(value)];
  if (choice !== undefined) return words.t(choice);
  if (Array.isArray(value))
    return value.length === 0 ? words.t('subscriber-no-topics') : value.join(', ');
  if (value === null) return defaultText(ctx, words, name);
  if (name === 'hour') return `${String(value).padStart(2, '0')}:00`;
  return name === 'language' ? languageName(words, String(value)) : String(value);
}

/** The default of a preference, for subscribers without a choice. */
function defaultText({ config }: Context, words: Words, name: PreferenceName): string {
  const defaults: Partial<Record<PreferenceName, string>> = {
    hour: config.DIGEST_TIME,
    timezone: config.DIGEST_TIMEZONE,
    papers: String(config.DIGEST_PAPERS),
  };
  const value = defaults[name];
  return value === undefined ? '–' : words.t('subscriber-default', { value });
}

/** Why a subscriber left, as text, with their comment. */
function leaveReason(
  words: Words,
  { unsubscribeReason: code, unsubscribeComment: comment }: Subscriber,
): string | null {
  const reason = code === null ? null : words.t(`unsubscribe-why-${code}`);
  return [reason, comment].filter((part) => part !== null).join(': ') || null;
}

/** A digest or transactional email addressed to the subscriber. */
function sentOf(
  ctx: Context,
  words: Words,
  { kind, digest, state, reason, detail, at, sentAt, nextAt }: Sent,
) {
  const kindKey = kindWords[kind];
  return {
    what:
      digest === null
        ? kindKey === undefined
          ? kind
          : words.t(kindKey)
        : shortDate(words, digest.date),
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
