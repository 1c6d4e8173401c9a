import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../config/config.ts';
import { ConfigError } from '../config/config-error.ts';
import type { Context } from '../context.ts';
import { loadKeyring } from '../db/keyring.ts';
import { checkJournal } from '../journal/hold.ts';
import { anyEntry } from '../journal/sql.ts';
import { type JournalWriter, logJournalFailure, makeJournalWriter } from '../journal/writer.ts';
import { openDatabase } from '../db/open.ts';
import { makeLog } from '../lib/log.ts';
import { sourceFaults } from '../papers/sources/registry.ts';
import { readCatalogue } from '../lib/i18n/words.ts';

/** The context of a whole program, and how to close it. */
export interface Started {
  ctx: Context;
  applied: string[];
  journal: JournalWriter;
  /** Flushes the journal and closes the database. */
  close(): Promise<void>;
}

/**
 * Opens the database (embedded unless DATABASE_URL is set), applies pending migrations and reads
 * the keys.
 */
export async function start(config: Config): Promise<Started> {
  const faults = sourceFaults(config);
  if (faults.length > 0) throw new ConfigError(faults);
  const log = makeLog(config.LOG_LEVEL);
  const { db, applied, close } = await openDatabase(config, log);
  try {
    const keys = await loadKeyring(db, config.SECRET_KEY);
    await checkJournal({ config, db, log });
    const clock = { now: () => new Date(), sleep: (milliseconds: number) => delay(milliseconds) };
    const ctx = { config, log, db, keys, words: readCatalogue(), ...clock };
    const journal = makeJournalWriter(ctx);
    return { ctx, applied, journal, close: () => flushAndClose(ctx, journal, close) };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * A process with only the sender role leaves the journal to the others, because Prisma would cost
 * it 48 MB.
 */
async function flushAndClose(
  { config: { ROLES: roles }, db, log }: Context,
  journal: JournalWriter,
  close: () => Promise<void>,
): Promise<void> {
  const isWriter = roles.includes('web') || roles.includes('scheduler');
  try {
    if (isWriter && (await db.run(anyEntry)) > 0) await journal.flush();
  } catch (error) {
    logJournalFailure(log, error);
  }
  await close();
}
