import type { Keyring } from '../../db/keyring.ts';

interface Provider {
  domains: string[];
  /** All these domains have the same mailboxes. */
  sameMailboxes?: true;
  /** Characters of the local part that the provider ignores. */
  ignored?: RegExp;
  /** The provider's documentation. */
  source: string;
}

/**
 * Providers that deliver `ada+anything@…` to `ada@…`. At other domains a plus or a dot may be part
 * of the name, so their addresses are compared unchanged.
 */
const providers: Provider[] = [
  {
    domains: ['gmail.com', 'googlemail.com'],
    sameMailboxes: true,
    ignored: /\./g,
    source: 'https://support.google.com/mail/answer/7436150',
  },
  {
    domains: ['outlook.com', 'hotmail.com', 'live.com', 'msn.com'],
    source: 'https://learn.microsoft.com/exchange/recipients-in-exchange-online/plus-addressing',
  },
  {
    domains: ['fastmail.com', 'fastmail.fm'],
    source: 'https://www.fastmail.help/hc/en-us/articles/360060591053',
  },
  {
    domains: ['icloud.com', 'me.com', 'mac.com'],
    sameMailboxes: true,
    source: 'https://support.apple.com/guide/icloud/mm6b1a490a',
  },
  {
    domains: ['proton.me', 'protonmail.com', 'protonmail.ch', 'pm.me'],
    sameMailboxes: true,
    ignored: /[._-]/g,
    source: 'https://proton.me/support/addresses-and-aliases',
  },
];

const providerOf = new Map(
  providers.flatMap((provider) => provider.domains.map((domain) => [domain, provider])),
);

/**
 * Returns one name for all spellings of an address that reach the same mailbox. Only throttles use
 * it: two spellings are two subscribers.
 */
export function mailboxOf(emailKey: string): string {
  const at = emailKey.lastIndexOf('@');
  const [local, domain] = [emailKey.slice(0, at), emailKey.slice(at + 1)];
  const provider = providerOf.get(domain);
  if (provider === undefined) return emailKey;
  const [name = ''] = local.split('+', 1);
  const folded = provider.ignored === undefined ? name : name.replace(provider.ignored, '');
  const home = provider.sameMailboxes === true ? (provider.domains[0] ?? domain) : domain;
  return `${folded}@${home}`;
}

/** The key of a mailbox in the throttle: a keyed hash, which is kept when the address is erased. */
export function mailboxHash(keys: Keyring, emailKey: string): string {
  return keys.mac('mailbox', mailboxOf(emailKey));
}
