import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../config/config.ts';
import { ConfigError } from '../config/config-error.ts';
import type { Context } from '../context.ts';
import { loadKeyring } from '../db/keyring.ts';
import { openDatabase } from '../db/open.ts';
import { makeLog } from '../lib/log.ts';
import { sourceFaults } from '../papers/sources/registry.ts';
import { readCatalogue } from '../lib/i18n/words.ts';

/** A context for a whole program, and how to let go of it. */
export interface Started {
  ctx: Context;
  applied: string[];
  close(): Promise<void>;
}

/**
 * Opens the database (embedded where none is given), applies what migrations are missing, reads the
 * keys.
 */
export async function start(config: Config): Promise<Started> {
  const faults = sourceFaults(config);
  if (faults.length > 0) throw new ConfigError(faults);
  const log = makeLog(config.LOG_LEVEL);
  const { db, applied, close } = await openDatabase(config, log);
  const keys = await loadKeyring(db, config.SECRET_KEY).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const clock = { now: () => new Date(), sleep: (milliseconds: number) => delay(milliseconds) };
  return { ctx: { config, log, db, keys, words: readCatalogue(), ...clock }, applied, close };
}
