import { z } from 'zod';
import type { Keyring } from '../db/keyring.ts';
import type { JournalEntry } from '../generated/prisma/client.ts';

const base = { sequence: z.int().positive(), at: z.coerce.date() };

/** The fields that every line has. */
export const numberedLine = z.object(base);
export type NumberedLine = z.output<typeof numberedLine>;

/**
 * Keyed hashes of an address and its former addresses, and a mark of the key. With another key, the
 * hashes match nobody.
 */
const hashed = { hashes: z.array(z.string()), key: z.string() };

/** A line of the journal. */
export const entryLine = z.discriminatedUnion('action', [
  z.object({ ...base, action: z.literal('left'), ...hashed }),
  z.object({ ...base, action: z.literal('erased'), ...hashed }),
  z.object({ ...base, action: z.literal('suppressed'), sealed: z.string() }),
  z.object({ ...base, action: z.literal('lifted'), ...hashed }),
]);
export type EntryLine = z.output<typeof entryLine>;

/** The encrypted part of a suppression entry. For an erased address it contains the keyed hash. */
const finding = {
  reason: z.enum(['bounced', 'complained', 'blocked']).catch('blocked'),
  evidence: z.string().nullable(),
};
const suppressed = z.union([
  z.object({ ...finding, emailKey: z.string() }),
  z.object({ ...finding, emailHash: z.string() }),
]);
export type Suppressed = z.output<typeof suppressed>;

const purpose = 'journal';

/** The hashes of an address in the journal. The table `erasure` contains the same hashes. */
export function addressHashes(keys: Keyring, emailKey: string): string[] {
  return keys.every('erasure', emailKey);
}

export function lineOf(keys: Keyring, entry: JournalEntry, sequence: number): EntryLine {
  const { action, happenedAt: at, emailKey, reason, evidence } = entry;
  if (action === 'suppressed') {
    const address = emailKey === null ? { emailHash: entry.hashes[0] } : { emailKey };
    const sealed = keys.seal(purpose, JSON.stringify({ ...address, reason, evidence }));
    return { sequence, at, action, sealed };
  }
  const own = emailKey === null ? [] : [keys.mac('erasure', emailKey)];
  return { sequence, at, action, hashes: [...own, ...entry.hashes], key: keys.mac(purpose, '') };
}

/** Whether one of the keys decrypts the entry or made its hashes. */
export function isReadable(keys: Keyring, entry: EntryLine): boolean {
  return entry.action === 'suppressed'
    ? suppressedIn(keys, entry) !== undefined
    : keys.verify(purpose, '', entry.key);
}

/** @returns undefined if none of the keys decrypts it */
export function suppressedIn(
  keys: Keyring,
  { sealed }: Extract<EntryLine, { action: 'suppressed' }>,
): Suppressed | undefined {
  const text = keys.open(purpose, sealed);
  return text === undefined ? undefined : suppressed.parse(JSON.parse(text));
}
