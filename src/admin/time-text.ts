import type { Context } from '../context.ts';
import { dateTimeText } from '../lib/format/dates.ts';
import type { Words } from '../lib/i18n/words.ts';

/** A date and time in the operator's time zone. The default is DIGEST_TIMEZONE. */
export function timeText(
  { config: { DIGEST_TIMEZONE: zone } }: Context,
  words: Words,
  at: Date,
): string {
  return dateTimeText(words, at, words.timeZone ?? zone);
}
