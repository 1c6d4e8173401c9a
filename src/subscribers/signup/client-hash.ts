import type { Keyring } from '../../db/keyring.ts';

/**
 * A keyed hash of a client's network address: proof for a consent record, not a way back to the
 * address.
 */
export function clientHash(keys: Keyring, ip: string | undefined): string | null {
  return ip === undefined ? null : keys.mac('client', ip);
}
