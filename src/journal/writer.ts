import path from 'node:path';
import type { Context } from '../context.ts';
import { databaseNow } from '../db/clock.ts';
import { withAdvisoryLock } from '../db/advisory-lock.ts';
import type { JournalState } from '../generated/prisma/client.ts';
import { sleep } from '../lib/sleep.ts';
import { lineOf } from './entry.ts';
import { append, deleteOldFiles, journalFolder, lastEntry } from './folder.ts';
import { isHeld, journalState, logHold } from './hold.ts';

/** Maximum number of entries per write. */
const batchSize = 5000;

/** Milliseconds after which a flush leaves the rest to the next one. */
const flushTimeout = 5000;

export interface JournalWriter {
  /** Writes everything committed before this call. Concurrent calls share one pass. */
  flush(): Promise<void>;
}

/** Moves rows of `journal_entry` into the journal files. README.md describes the steps. */
export function makeJournalWriter(ctx: Context): JournalWriter {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let highest = 0;

  async function pass(): Promise<void> {
    const state = await journalState(ctx.db);
    if (isHeld(state)) return;
    // While this process was running, the database was replaced by an older copy.
    if (state !== null && state.sequence < highest) return hold(ctx, state);
    highest = state?.sequence ?? 0;
    await writeAll(ctx);
  }

  /** The running pass may already have read its rows; only the next pass includes all of them. */
  async function afterRunning(): Promise<void> {
    await running?.catch(() => {});
    next = undefined;
    running = pass().finally(() => {
      running = undefined;
    });
    await running;
  }

  return {
    flush: () => (next ??= afterRunning()),
  };
}

async function hold(ctx: Context, { id }: JournalState): Promise<void> {
  await ctx.db.prisma.journalState.update({
    where: { id },
    data: { heldAt: await databaseNow(ctx.db) },
  });
  logHold(ctx);
}

async function writeAll(ctx: Context): Promise<void> {
  const deadline = Date.now() + flushTimeout;
  while ((await ctx.db.prisma.journalEntry.findFirst({ select: { id: true } })) !== null) {
    const written = await withAdvisoryLock(ctx.db, 'journal', () => writeBatch(ctx));
    if (written === 'held') return;
    if (written === undefined) await sleep(10);
    // A long import may have left a backlog. Its rows stay in the database until they are written.
    if (Date.now() > deadline) return;
  }
}

async function writeBatch(ctx: Context): Promise<'written' | 'held'> {
  const { db, keys, config, now } = ctx;
  const entries = await db.prisma.journalEntry.findMany({
    orderBy: { id: 'asc' },
    take: batchSize,
  });
  const state = await db.prisma.journalState.upsert({ where: { id: 1 }, create: {}, update: {} });
  const folder = path.join(journalFolder(config), state.database);
  const last = await lastEntry(folder);
  if (last !== undefined && last.sequence > state.sequence) {
    await hold(ctx, state);
    return 'held';
  }
  await db.prisma.journalState.update({
    where: { id: state.id },
    data: { sequence: { increment: entries.length } },
  });
  const lines = entries.map((entry, index) => lineOf(keys, entry, state.sequence + index + 1));
  await append(folder, lines, now());
  await db.prisma.journalEntry.deleteMany({ where: { id: { in: entries.map(({ id }) => id) } } });
  await deleteOldFiles(folder, new Date(now().getTime() - config.JOURNAL_RETENTION));
  return 'written';
}

export function logJournalFailure(log: Context['log'], error: unknown): void {
  log.error({ event: 'journal.failed', err: error }, 'cannot write the journal');
}
