import type { Logger } from 'pino';
import type { Config } from './config/config.ts';
import type { Db } from './db/client.ts';
import type { Keyring } from './db/keyring.ts';
import { type Day, dayIn } from './lib/dates.ts';
import type { Catalogue } from './lib/i18n/words.ts';

/** The dependencies of every action, created once in app/bootstrap.ts (or by a test) and passed down. */
export interface Context {
  config: Config;
  log: Logger;
  db: Db;
  /** The keys for tokens and hashes. */
  keys: Keyring;
  /** The words of pages and emails, by language. */
  words: Catalogue;
  /** The app's clock, the only thing that tests fake. */
  now: () => Date;
  /** Waits for a number of milliseconds by that clock. */
  sleep: (milliseconds: number) => Promise<void>;
}

/** Today's date in DIGEST_TIMEZONE. */
export function today({ config, now }: Pick<Context, 'config' | 'now'>): Day {
  return dayIn(config.DIGEST_TIMEZONE, now());
}
