import type { Context } from '../context.ts';
import { momentText } from '../papers/describe.ts';
import type { Words } from '../lib/i18n/words.ts';

/** A moment as operators read it: by the clocks of DIGEST_TIMEZONE. */
export function moment({ config: { DIGEST_TIMEZONE: zone } }: Context, words: Words, at: Date): string {
  return momentText(words, at, zone);
}
