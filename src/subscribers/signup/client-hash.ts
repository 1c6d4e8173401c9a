import type { Keyring } from '../../db/keyring.ts';

/**
 * A keyed hash of a client's IP address. It is evidence for a consent record and does not reveal
 * the address.
 */
export function clientHash(keys: Keyring, ip: string | undefined): string | null {
  return ip === undefined ? null : keys.mac('client', ip);
}
