import { refusals } from '../subscribers/signup/add.ts';
import { addressFaults } from '../subscribers/address.ts';
import type { Words } from '../lib/i18n/words.ts';

const refusedWords = {
  erased: 'refused-erased',
  suppressed: 'refused-suppressed',
  unsubscribed: 'refused-unsubscribed',
  bounced: 'refused-bounced',
  complained: 'refused-complained',
} as const satisfies Record<keyof typeof refusals, string>;

/** The messages of the catalogue that say what programs are told in English. */
const known = new Map<string, string>([
  ...Object.entries(addressFaults).map(([key, sentence]): [string, string] => [`email: ${sentence}`, key]),
  [refusals.erased, refusedWords.erased],
  [refusals.suppressed, refusedWords.suppressed],
  [refusals.unsubscribed, refusedWords.unsubscribed],
  [refusals.bounced, refusedWords.bounced],
  [refusals.complained, refusedWords.complained],
]);

/** Why a row was left out, in the reader's words where the catalogue has them; `lang`: what language it is in. */
export function reasonIn(words: Words, reason: string): { text: string; lang: string } {
  const key = known.get(reason);
  return key === undefined ? { text: reason, lang: 'en' } : { text: words.t(key), lang: words.lang };
}
