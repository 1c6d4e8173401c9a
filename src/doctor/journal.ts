import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '../context.ts';
import { journalFolder, lastEntry } from '../journal/folder.ts';
import { isHeld, journalState } from '../journal/hold.ts';
import { reasonOf } from '../lib/errors/reason.ts';
import { fail, type Finding, ok, warn } from './finding.ts';

/** Minutes after which an entry missing from the journal counts as late. */
const lateMinutes = 5;

/** Checks whether the journal is writable, complete, and not ahead of the database. */
export async function examineJournal(ctx: Context): Promise<Finding[]> {
  const { db, config } = ctx;
  const state = await journalState(db);
  if (state === null) return [ok('journal', 'does not exist yet; the first start creates it')];
  const root = journalFolder(config);
  try {
    await access(root, constants.R_OK | constants.W_OK);
  } catch (error) {
    return [fail('journal', `${root} cannot be written: ${reasonOf(error)}`, place)];
  }
  const last = (await lastEntry(path.join(root, state.database)))?.sequence ?? 0;
  if (isHeld(state) || last > state.sequence)
    return [
      fail(
        'journal',
        `sending is held: the database ends at entry ${state.sequence}, its journal at ${last}`,
        'A backup was restored: run daily-papers journal replay',
      ),
    ];
  const waiting = await db.prisma.journalEntry.count({
    where: { happenedAt: { lt: new Date(Date.now() - lateMinutes * 60_000) } },
  });
  if (waiting > 0)
    return [
      fail(
        'journal',
        `entries not yet in the journal after ${lateMinutes} minutes: ${waiting}`,
        'Check that a scheduler is running, and look for journal.failed in its log',
      ),
    ];
  if (last < state.sequence) return [warn('journal', missing(root, state.sequence, last), place)];
  return [ok('journal', `${state.sequence} entries, in ${root}`)];
}

const place =
  'Set JOURNAL_URL to a folder that all machines share and that is not stored with the database';

function missing(root: string, sequence: number, last: number): string {
  return `${root} ends at entry ${last} of ${sequence}: another machine has its own journal, or it was lost`;
}
