import { dayIn } from '../../lib/dates.ts';
import type { Context } from '../../context.ts';
import { longDate } from '../../lib/format/dates.ts';
import type { Sent, SubscriberDetail } from '../../subscribers/detail.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { timeText } from '../time-text.ts';

const suppressionAnswers = new Map<string, 'answer-complained' | 'answer-blocked'>([
  ['complained', 'answer-complained'],
  ['blocked', 'answer-blocked'],
]);

/** Answers the question "Why did I not receive my email?" in one or two sentences. */
export function answerOf(
  ctx: Context,
  words: Words,
  {
    subscriber,
    suppression,
    digests,
    askedAt,
  }: Pick<SubscriberDetail, 'subscriber' | 'suppression' | 'digests' | 'askedAt'>,
): string {
  if (suppression !== null) {
    const answer = suppressionAnswers.get(suppression.reason) ?? 'answer-suppressed';
    return words.t(answer, { at: timeText(ctx, words, suppression.createdAt) });
  }
  const { status, pausedUntil, unsubscribedAt } = subscriber;
  if (status === 'pending') {
    return askedAt === null
      ? words.t('answer-not-asked')
      : words.t('answer-pending', { at: timeText(ctx, words, askedAt) });
  }
  if (status === 'paused') {
    return pausedUntil === null
      ? words.t('answer-paused')
      : words.t('answer-paused-until', {
          date: longDate(
            words,
            dayIn(subscriber.timezone ?? ctx.config.DIGEST_TIMEZONE, pausedUntil),
          ),
        });
  }
  if (status === 'unsubscribed') {
    return unsubscribedAt === null
      ? words.t('answer-left-once')
      : words.t('answer-left', { at: timeText(ctx, words, unsubscribedAt) });
  }
  return status === 'active' ? answerOfLast(ctx, words, digests[0]) : words.t('answer-closed');
}

function answerOfLast(ctx: Context, words: Words, last: Sent | undefined): string {
  if (last === undefined) return words.t('answer-none');
  const at = timeText(ctx, words, last.sentAt ?? last.nextAt ?? last.at);
  switch (last.state) {
    case 'sent':
      return words.t('answer-sent', { at });
    case 'deferred':
      return words.t('answer-deferred', { at });
    case 'uncertain':
      return words.t('answer-uncertain', { at });
    case 'failed':
      return words.t('answer-failed');
    case 'skipped':
      return words.t('answer-skipped');
    default:
      return words.t('answer-queued', { at });
  }
}
