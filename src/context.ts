import type { Logger } from 'pino';
import type { Config } from './config/config.ts';
import type { Db } from './db/client.ts';
import type { Keyring } from './db/keyring.ts';
import type { Catalogue } from './lib/i18n/words.ts';

/** What every act is handed: made once in main.ts (or by a test), never looked up. */
export interface Context {
  config: Config;
  log: Logger;
  db: Db;
  /** The keys that tokens and hashes are made with. */
  keys: Keyring;
  /** The words of pages and mails, by language. */
  words: Catalogue;
  /** The app's clock; the only thing that tests fake. */
  now: () => Date;
  /** Waits so many milliseconds by that clock. */
  sleep: (milliseconds: number) => Promise<void>;
}
