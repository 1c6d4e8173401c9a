import type { Context } from '../context.ts';
import { momentText } from '../papers/describe.ts';
import type { Words } from '../lib/i18n/words.ts';

/** A date and time in DIGEST_TIMEZONE, as operators read it. */
export function timeText({ config: { DIGEST_TIMEZONE: zone } }: Context, words: Words, at: Date): string {
  return momentText(words, at, zone);
}
