import type { Keyring } from '../db/keyring.ts';

/**
 * What a token is for. It is valid for this purpose only. `digest-7`: read a subscriber's own
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

/** `<id in base 36>-<128-bit MAC in base64url>`. Nothing is stored, and it cannot be guessed. */
export function makeToken(keys: Keyring, purpose: Purpose, id: number): string {
  const text = id.toString(36);
  return `${text}-${keys.mac(purpose, text)}`;
}

/** Returns the id in a token of this purpose; undefined if the token is not authentic. */
export function readToken(keys: Keyring, purpose: Purpose, token: string): number | undefined {
  const [, text, mac] = /^([1-9a-z][0-9a-z]{0,6})-([\w-]{22})$/.exec(token) ?? [];
  if (text === undefined || mac === undefined || !keys.verify(purpose, text, mac)) return undefined;
  const id = Number.parseInt(text, 36);
  return id <= 2_147_483_647 ? id : undefined;
}
