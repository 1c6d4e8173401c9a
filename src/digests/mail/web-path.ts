import type { Keyring } from '../../db/keyring.ts';
import { makeToken, readToken } from '../../subscribers/tokens.ts';
import type { Digest } from '../digest.ts';

/** The query that follows the path of a digest. Daily is the default. */
export function kindQuery(kind: string): string {
  return kind === 'weekly' ? '?kind=weekly' : '';
}

/** The path of the issue as a web page. */
export function issuePath({ kind, date }: Pick<Digest, 'kind' | 'date'>): string {
  return `/digests/${date}${kindQuery(kind)}`;
}

/**
 * The path of a subscriber's own list of a digest. The token is valid for this digest only, because
 * digests get forwarded.
 */
export function ownPath(
  keys: Keyring,
  digest: Pick<Digest, 'id' | 'kind' | 'date'>,
  subscriberId: number,
): string {
  return `/my/${makeToken(keys, `digest-${digest.id}`, subscriberId)}${issuePath(digest)}`;
}

/** Returns the subscriber of a token for this digest, or undefined if the token is invalid. */
export function readOwnToken(keys: Keyring, digestId: number, token: string): number | undefined {
  return readToken(keys, `digest-${digestId}`, token);
}
