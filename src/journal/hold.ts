import path from 'node:path';
import type { Context } from '../context.ts';
import type { DbClient } from '../db/client.ts';
import type { JournalState } from '../generated/prisma/client.ts';
import { createJournalFolder, databasesIn, journalFolder, lastEntry } from './folder.ts';
import { holdIfOlder } from './sql.ts';

/**
 * Compares the journal with the database at process start.
 * @throws Error if the journal folder cannot be used
 */
export async function checkJournal(
  ctx: Pick<Context, 'config' | 'db' | 'log'>,
): Promise<'current' | 'held'> {
  await createJournalFolder(ctx.config);
  const folder = journalFolder(ctx.config);
  const last = new Map<string, number>();
  for (const database of await databasesIn(folder))
    last.set(database, (await lastEntry(path.join(folder, database)))?.sequence ?? 0);
  if ((await ctx.db.run(holdIfOlder(last))) === 0) return 'current';
  logHold(ctx);
  return 'held';
}

export function logHold({ log }: Pick<Context, 'log'>): void {
  log.error(
    { event: 'journal.held' },
    'the database is older than its journal: sending is held until `daily-papers journal replay`',
  );
}

/** The position of the journal; null before the first start. */
export function journalState({ prisma }: DbClient): Promise<JournalState | null> {
  return prisma.journalState.findFirst();
}

export function isHeld(state: JournalState | null): boolean {
  return state !== null && state.heldAt !== null;
}

/** Continues the journal after its last entry and resumes sending. */
export async function endHold(ctx: Context, state: JournalState): Promise<void> {
  const last = await lastEntry(path.join(journalFolder(ctx.config), state.database));
  await ctx.db.prisma.journalState.update({
    where: { id: state.id },
    data: { sequence: Math.max(state.sequence, last?.sequence ?? 0), heldAt: null },
  });
  ctx.log.warn({ event: 'journal.released' }, 'sending is no longer held');
}
