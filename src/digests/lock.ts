import type { DbClient, Queryable } from '../db/client.ts';
import type { Day } from '../lib/dates.ts';
import { type Digest, digestFrom, type DigestKind } from './digest.ts';
import { digestOf, noDigest } from './queries.ts';
import { lockInTransaction } from '../db/advisory-lock.ts';
import { lockRow } from './sql.ts';

/**
 * Serializes composing the digests of a kind and freezing them on schedule. A manual send freezes
 * under the row lock of `lockDigest` only.
 */
export function lockKind(tx: Queryable, kind: DigestKind): Promise<void> {
  return lockInTransaction(tx, `digest:${kind}`);
}

/**
 * Reads a digest and locks its row until the transaction ends. A state change waits until the
 * current chunk of readers is queued, or the chunk sees the new state.
 * @throws Problem 404
 */
export async function lockDigest(tx: DbClient, kind: DigestKind, date: Day): Promise<Digest> {
  const before = await digestOf(tx, kind, date);
  const locked = before === undefined ? undefined : await lockDigestById(tx, before.id);
  if (locked === undefined) throw noDigest(kind, date);
  return locked;
}

/** Like `lockDigest`, by id. Returns undefined if the digest was deleted. */
export async function lockDigestById(tx: DbClient, id: number): Promise<Digest | undefined> {
  await lockRow(tx, id);
  const row = await tx.prisma.digest.findUnique({ where: { id } });
  return row === null ? undefined : digestFrom(row);
}

/**
 * Locks a digest and returns it if its readers may be queued. A pause or a cancel waits for this
 * transaction, or this transaction sees the new state.
 */
export async function lockSendable(tx: DbClient, id: number): Promise<Digest | undefined> {
  const digest = await lockDigestById(tx, id);
  return digest?.status === 'ready' || digest?.status === 'sending' ? digest : undefined;
}
