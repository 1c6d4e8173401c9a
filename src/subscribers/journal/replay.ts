import path from 'node:path';
import type { Context } from '../../context.ts';
import {
  addressHashes,
  type EntryLine,
  type Suppressed,
  suppressedIn,
} from '../../journal/entry.ts';
import { entriesAfter, firstSequence, journalFolder } from '../../journal/folder.ts';
import { endHold, journalState } from '../../journal/hold.ts';
import { wakeSenders } from '../../outbox/enqueue.ts';
import { addHashed } from '../../suppressions/erase.ts';
import { eraseSubscriber, eraseSuppressed } from '../account/erase.ts';
import { unsubscribeById } from '../account/unsubscribe.ts';
import { addFindings } from '../suppressions/import.ts';

/** Subscribers that are compared with the journal at a time, and addresses in one transaction. */
const pageSize = 10_000;
const chunkSize = 1000;

export interface Replay {
  /** Entries that the database did not have. */
  read: number;
  unsubscribed: number;
  erased: number;
  suppressed: number;
  /** Entries that none of the keys of this database can read. */
  unreadable: number;
  /** The journal begins later than this database ends: older files were deleted. */
  incomplete: boolean;
}

/**
 * Ends the subscriptions that the journal has and this database, restored from a backup, has not;
 * then sending goes on, unless entries are missing or cannot be read. A subscription that was
 * confirmed after the entry stays. It may be repeated.
 */
export async function replayJournal(ctx: Context): Promise<Replay> {
  const state = await journalState(ctx.db);
  if (state === null) throw new Error('a database without the row of its journal');
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
    // First, so that of a suppressed address that was erased only the hash is stored.
    erased: await eraseAll(ctx, erasing, erased),
    suppressed: await addSuppressions(ctx, suppressions.readable),
    unreadable: suppressions.unreadable,
    incomplete: ((await firstSequence(folder)) ?? 0) > state.sequence + 1,
  };
  if (!report.incomplete && report.unreadable === 0) {
    await endHold(ctx, state);
    await wakeSenders(ctx.db);
  }
  return report;
}

/** By hash, when its owner last did this. */
function latest(entries: EntryLine[], action: 'left' | 'erased'): Map<string, Date> {
  return new Map(
    entries.flatMap((entry) =>
      entry.action === action ? entry.hashes.map((hash) => [hash, entry.at] as const) : [],
    ),
  );
}

function readSuppressions(ctx: Context, entries: EntryLine[]) {
  const sealed = entries.filter((entry) => entry.action === 'suppressed');
  const readable = sealed.flatMap((entry) => suppressedIn(ctx.keys, entry) ?? []);
  return { readable, unreadable: sealed.length - readable.length };
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

/** The hashes are stored too, so that no import brings an erased address back. */
async function eraseAll(ctx: Context, ids: number[], hashes: Map<string, Date>): Promise<number> {
  for (const id of ids) await eraseSubscriber(ctx, id);
  await ctx.db.prisma.erasure.createMany({
    data: [...hashes].map(([emailHash, at]) => ({ emailHash, at })),
    skipDuplicates: true,
  });
  await ctx.db.transaction((tx) => eraseSuppressed(ctx, tx, new Set(hashes.keys())));
  return ids.length;
}

/** The ids of subscribers whose address is among the hashes, and who did not confirm later. */
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
      const at = addressHashes(keys, emailKey).flatMap((hash) => hashes.get(hash) ?? [])[0];
      if (at !== undefined) found.set(id, at);
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
