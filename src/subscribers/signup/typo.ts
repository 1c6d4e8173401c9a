import { POPULAR_DOMAINS, run } from '@zootools/email-spell-checker';

/** Large mailbox providers that are missing from the library's list of domains. */
const more =
  'yahoo.com yahoo.co.uk yahoo.de yahoo.fr hotmail.com hotmail.de hotmail.fr hotmail.co.uk outlook.com outlook.de live.com ' +
  'mail.com gmail.de t-online.de freenet.de posteo.de mailbox.org fastmail.com naver.com yandex.ru orange.fr wanadoo.fr libero.it';

const known = [...POPULAR_DOMAINS, ...more.split(' ')];

/** Short names resemble too many others: `meta.com` is not a typo of `me.com`. */
const guessable = known.filter((domain) => domain.indexOf('.') >= 5);

/**
 * Returns the domain probably meant by a typo such as `gmial.com`; undefined if none is similar. It
 * is a guess: nothing is decided by it.
 */
export function suggestedDomain(email: string): string | undefined {
  const domain = email.slice(email.lastIndexOf('@') + 1);
  if (known.includes(domain)) return undefined;
  // Compares whole domains only. By parts, the library would take each rare top-level domain for a
  // typo.
  const guess = run({
    email,
    domains: guessable,
    secondLevelDomains: [],
    topLevelDomains: [],
  })?.domain;
  return isGuessable(guess) ? guess : undefined;
}

/** Whether `suggestedDomain` can return this domain. */
export function isGuessable(domain: string | undefined): boolean {
  return domain !== undefined && guessable.includes(domain);
}

/** Whether this is the domain of a large mailbox provider. */
export function isProvider(domain: string): boolean {
  return known.includes(domain);
}
