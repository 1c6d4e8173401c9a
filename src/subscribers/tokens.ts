import type { Keyring } from '../db/keyring.ts';

/**
 * What a token is for. It is valid for this purpose only. `digest-7`: read a subscriber's own
 * digest 7.
 */
export type Purpose =
  | 'confirm'
  | 'unsubscribe'
  | 'preferences'
  | `preferences-${number}`
  | 'manage'
  | 'address'
  | 'address-old'
  | 'operator-invite'
  | `digest-${number}`;

/**
 * Number of distinct purposes for the changes of address of a subscriber. Later changes reuse them
 * from the first.
 */
const generations = 32;

/**
 * The purpose of a link to the preferences. Each change of address has its own purpose, so that
 * links sent to an earlier address do not open the preferences.
 * @param moves how often the address has changed
 */
export function preferencesPurpose(moves: number): Purpose {
  const generation = moves % generations;
  return generation === 0 ? 'preferences' : `preferences-${generation}`;
}

/**
 * Returns the id in a link to the preferences, regardless of the address that it was sent to.
 * `isCurrent`: whether the subscriber still has that address.
 */
export function readPreferencesToken(
  keys: Keyring,
  token: string,
): { id: number; isCurrent(moves: number): boolean } | undefined {
  for (let generation = 0; generation < generations; generation += 1) {
    const id = readToken(keys, preferencesPurpose(generation), token);
    if (id !== undefined) return { id, isCurrent: (moves) => moves % generations === generation };
  }
  return undefined;
}

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
