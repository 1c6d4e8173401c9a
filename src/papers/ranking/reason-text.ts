import type { Words } from '../../lib/i18n/words.ts';
import { counted, shortNumber } from '../../lib/format/numbers.ts';
import type { Reason } from './reasons.ts';
import type { Earlier } from './track-record.ts';

/**
 * Formats the reasons on one line, such as `31 upvotes · +40 since yesterday · code, 1.2k stars`.
 */
export function reasonText(words: Words, reasons: Reason[]): string {
  return reasonParts(words, reasons).join(' · ');
}

/**
 * The reason that marks a paper as rising, such as `+40 since yesterday`. Empty if the paper is not
 * rising.
 */
export function risingText(words: Words, reasons: Reason[]): string {
  return reasonText(
    words,
    reasons.filter(({ code }) => code === 'rising' || code === 'rose-again'),
  );
}

/** The text of each reason. */
export function reasonParts(words: Words, reasons: Reason[]): string[] {
  return reasons.map((reason) => partOf(words, reason));
}

function partOf(words: Words, reason: Reason): string {
  switch (reason.code) {
    case 'upvotes':
      return counted(words, reason.count, 'upvote');
    case 'rising':
      return rising(words, reason);
    case 'code':
      return reason.stars === null
        ? words.t('reason-code')
        : words.t('reason-code-stars', {
            stars: shortNumber(words, reason.stars),
            number: reason.stars,
          });
    case 'authors':
      return words.t('reason-authors', earlier(words, reason));
    case 'organization':
      return words.t('reason-organization', earlier(words, reason));
    case 'chosen':
      return words.t('reason-chosen');
    default:
      reason satisfies { code: 'rose-again' };
      return words.t('digest-rose-again');
  }
}

function earlier(words: Words, { papers, upvotes }: Earlier) {
  return { papers, upvotes: counted(words, upvotes, 'upvote') };
}

/** Days are counted at 08:00, the usual time of a digest: yesterday is 8 to 32 hours ago. */
function rising(words: Words, { count, hours }: { count: number; hours: number }): string {
  if (hours < 20) return words.t('reason-rising-hours', { count, hours: Math.round(hours) });
  const days = Math.floor((hours + 16) / 24);
  if (days === 1) return words.t('reason-rising-yesterday', { count });
  return words.t('reason-rising-days', { count, days });
}
