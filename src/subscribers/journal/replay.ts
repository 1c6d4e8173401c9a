import path from 'node:path';
import type { Context } from '../../context.ts';
import type { Keyring } from '../../db/keyring.ts';
import {
  addressHashes,
  type EntryLine,
  isReadable,
  type Suppressed,
  suppressedIn,
} from '../../journal/entry.ts';
import { entriesAfter, firstSequence, journalFolder } from '../../journal/folder.ts';
import { journalState } from '../../journal/hold.ts';
import { addHashed } from '../../suppressions/erase.ts';
import { eraseSubscriber, eraseSuppressed, eraseTimeout } from '../account/erase.ts';
import { unsubscribeById } from '../account/unsubscribe.ts';
import { addFindings } from '../suppression.ts';
import { releaseHold } from './release-hold.ts';

/** Subscribers compared with the journal per query, and addresses per transaction. */
const pageSize = 10_000;
const chunkSize = 1000;

export interface Replay {
  /** Entries that the database did not have. */
  read: number;
  unsubscribed: number;
  erased: number;
  suppressed: number;
  /** Entries that were made with a key that this database does not have. */
  unreadable: number;
  /** The journal starts after the database ends, because older files were deleted. */
  incomplete: boolean;
}

/**
 * Applies the unsubscribes, erasures and suppressions that are in the journal and not in this
 * database, which was restored from a backup. Sending then resumes, unless entries are missing or
 * were made with another key. A subscription that was confirmed after its entry stays, and a
 * suppression that was lifted again is left out. Running it again is safe.
 */
export async function replayJournal(ctx: Context): Promise<Replay> {
  const state = await journalState(ctx.db);
  if (state === null) throw new Error('the database has no row for its journal');
  const folder = path.join(journalFolder(ctx.config), state.database);
  const entries = await entriesAfter(folder, state.sequence);
  const suppressions = readSuppressions(ctx, entries);
  const left = latest(entries, 'left');
  const erased = latest(entries, 'erased');
  const leaving = await matching(ctx, left);
  const erasing = await matching(ctx, erased);
  for (let at = 0; at < leaving.length; at += chunkSize)
    await unsubscribeById(ctx, ...leaving.slice(at, at + chunkSize));
  const report = {
    read: entries.length,
    unsubscribed: leaving.length,
    // Erase before suppressing, so that only the hash of a suppressed and erased address is stored.
    erased: await eraseAll(ctx, erasing, erased),
    suppressed: await addSuppressions(ctx, suppressions),
    unreadable: entries.filter((entry) => !isReadable(ctx.keys, entry)).length,
    incomplete: ((await firstSequence(folder)) ?? 0) > state.sequence + 1,
  };
  if (!report.incomplete && report.unreadable === 0) await releaseHold(ctx, state);
  return report;
}

/** By hash, when the owner last took this action. */
function latest(entries: EntryLine[], action: 'left' | 'erased'): Map<string, Date> {
  return new Map(
    entries.flatMap((entry) =>
      entry.action === action ? entry.hashes.map((hash) => [hash, entry.at] as const) : [],
    ),
  );
}

/** The suppressions that were not lifted later. */
function readSuppressions({ keys }: Context, entries: EntryLine[]): Suppressed[] {
  const lifted = new Map(
    entries.flatMap((entry) =>
      entry.action === 'lifted' ? entry.hashes.map((hash) => [hash, entry.sequence] as const) : [],
    ),
  );
  return entries.flatMap((entry) => {
    const suppressed = entry.action === 'suppressed' ? suppressedIn(keys, entry) : undefined;
    if (suppressed === undefined) return [];
    const isLifted = hashesOf(keys, suppressed).some(
      (hash) => (lifted.get(hash) ?? 0) > entry.sequence,
    );
    return isLifted ? [] : [suppressed];
  });
}

function hashesOf(keys: Keyring, suppressed: Suppressed): string[] {
  return 'emailHash' in suppressed
    ? [suppressed.emailHash]
    : addressHashes(keys, suppressed.emailKey);
}

async function addSuppressions(ctx: Context, suppressed: Suppressed[]): Promise<number> {
  const findings = suppressed.filter((one) => 'emailKey' in one);
  const hashed = suppressed.filter((one) => 'emailHash' in one);
  let added = await addHashed(ctx.db, hashed, ctx.now());
  for (let at = 0; at < findings.length; at += chunkSize) {
    const results = await addFindings(ctx, findings.slice(at, at + chunkSize));
    added += results.filter((result) => result !== 'unchanged').length;
  }
  return added;
}

/** Stores the hashes too, so that no import adds an erased address again. */
async function eraseAll(ctx: Context, ids: number[], hashes: Map<string, Date>): Promise<number> {
  for (const id of ids) await eraseSubscriber(ctx, id);
  await ctx.db.prisma.erasure.createMany({
    data: [...hashes].map(([emailHash, erasedAt]) => ({ emailHash, erasedAt })),
    skipDuplicates: true,
  });
  await ctx.db.transaction((tx) => eraseSuppressed(ctx, tx, new Set(hashes.keys())), eraseTimeout);
  return ids.length;
}

/**
 * Returns the ids of subscribers whose address is among the hashes and who did not confirm later.
 */
async function matching(ctx: Context, hashes: Map<string, Date>): Promise<number[]> {
  const { db, keys } = ctx;
  const found = new Map<number, Date>();
  if (hashes.size === 0) return [];
  for (let after = 0; ;) {
    const page = await db.prisma.subscriber.findMany({
      where: { id: { gt: after } },
      select: { id: true, emailKey: true },
      orderBy: { id: 'asc' },
      take: pageSize,
    });
    for (const { id, emailKey } of page) {
      const times = addressHashes(keys, emailKey).map((hash) => hashes.get(hash)?.getTime() ?? 0);
      const last = Math.max(...times);
      if (last > 0) found.set(id, new Date(last));
    }
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.id;
  }
  const returned = await consentsAfter(ctx, found);
  return [...found.keys()].filter((id) => !returned.has(id));
}

async function consentsAfter(
  { db }: Context,
  since: Map<number, Date>,
): Promise<ReadonlySet<number>> {
  const ids = [...since.keys()];
  const later = new Set<number>();
  for (let at = 0; at < ids.length; at += chunkSize) {
    const consents = await db.prisma.consent.findMany({
      where: { subscriberId: { in: ids.slice(at, at + chunkSize) } },
      select: { subscriberId: true, at: true },
    });
    for (const consent of consents)
      if (consent.at > (since.get(consent.subscriberId) ?? 0)) later.add(consent.subscriberId);
  }
  return later;
}
