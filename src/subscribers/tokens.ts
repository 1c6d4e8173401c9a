import type { Keyring } from '../db/keyring.ts';

/**
 * What a token is for; it is valid for this purpose only. `digest-7`: to read a subscriber's own
 * digest 7.
 */
export type Purpose =
  | 'confirm'
  | 'unsubscribe'
  | 'preferences'
  | 'manage'
  | 'address'
  | 'address-old'
  | 'operator-invite'
  | `digest-${number}`;

/** `<id in base 36>-<128-bit MAC in base64url>`: nothing to store, nothing to guess. */
export function makeToken(keys: Keyring, purpose: Purpose, id: number): string {
  const text = id.toString(36);
  return `${text}-${keys.mac(purpose, text)}`;
}

/** The id in a token of this purpose, or undefined when we did not make it. */
export function readToken(keys: Keyring, purpose: Purpose, token: string): number | undefined {
  const [, text, mac] = /^([1-9a-z][0-9a-z]{0,6})-([\w-]{22})$/.exec(token) ?? [];
  if (text === undefined || mac === undefined || !keys.verify(purpose, text, mac)) return undefined;
  const id = Number.parseInt(text, 36);
  return id <= 2_147_483_647 ? id : undefined;
}
