import type { Words } from '../lib/i18n/words.ts';
import { failureText } from '../papers/sources/failure.ts';
import type { DigestReason, FailedSource } from './reason.ts';

/** The text of why a digest was paused, cancelled or skipped. */
export function digestReasonText(words: Words, reason: DigestReason): string {
  switch (reason.code) {
    case 'paused-by-operator':
      return words.t('digest-reason-paused-by-operator');
    case 'cancelled-by-operator':
      return words.t('digest-reason-cancelled-by-operator');
    case 'no-papers':
      return [words.t('digest-reason-no-papers'), ...sourceTexts(words, reason.sources)].reduce(
        (first, second) => words.t('digest-reason-two', { first, second }),
      );
    case 'too-late':
      return words.t('digest-reason-too-late');
    case 'refused':
      return words.t('digest-reason-refused', { reply: reason.reply });
    default:
      reason satisfies { code: 'unknown-recipients' };
      return words.t('digest-reason-unknown-recipients', { reply: reason.reply });
  }
}

/** One text per source, such as `arxiv: answered 503`. */
export function sourceTexts(words: Words, sources: FailedSource[]): string[] {
  return sources.map(({ source, failure }) =>
    words.t('label-value', { label: source, value: failureText(words, failure) }),
  );
}
