import { POPULAR_DOMAINS, run } from '@zootools/email-spell-checker';

/** Large mailbox providers that the library's list of whole domains lacks. */
const more =
  'yahoo.com yahoo.co.uk yahoo.de yahoo.fr hotmail.com hotmail.de hotmail.fr hotmail.co.uk outlook.com outlook.de live.com ' +
  'mail.com gmail.de t-online.de freenet.de posteo.de mailbox.org fastmail.com naver.com yandex.ru orange.fr wanadoo.fr libero.it';

const known = [...POPULAR_DOMAINS, ...more.split(' ')];

/** Short names are near to too many others: `meta.com` is no slip of `me.com`. */
const guessable = known.filter((domain) => domain.indexOf('.') >= 5);

/**
 * The domain that was meant by a slip such as `gmial.com`; undefined where none is near. A guess:
 * it never decides.
 */
export function meantDomain(email: string): string | undefined {
  const domain = email.slice(email.lastIndexOf('@') + 1);
  if (known.includes(domain)) return undefined;
  // Whole domains only: by its parts, the library would take every rare top-level domain for a
  // slip.
  const guess = run({
    email,
    domains: guessable,
    secondLevelDomains: [],
    topLevelDomains: [],
  })?.domain;
  return isGuessable(guess) ? guess : undefined;
}

/** Whether this is a domain that `meantDomain` may answer. */
export function isGuessable(domain: string | undefined): boolean {
  return domain !== undefined && guessable.includes(domain);
}

/** Whether this is the domain of a large mailbox provider. */
export function isProvider(domain: string): boolean {
  return known.includes(domain);
}
