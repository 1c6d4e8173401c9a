import { pino } from 'pino';
import { readConfig } from '../../src/config/config.ts';
import type { Context } from '../../src/context.ts';
import { keyring } from '../../src/db/keyring.ts';
import { sql } from '../../src/db/sql.ts';
import { readCatalogue } from '../../src/lib/i18n/words.ts';
import { freshDatabase } from './database.ts';

/** The fake clock: `set` moves it, `ctx.now()` reads it. */
export interface Clock {
  set(instant: string): void;
  /** Durations slept so far, in milliseconds. */
  slept: number[];
}

/** A context on a fresh database, with a clock that stands still until a test sets it. */
export async function freshContext(
  env: Record<string, string> = {},
  start = '2026-03-10T09:00:00Z',
): Promise<{ ctx: Context; clock: Clock; url: string }> {
  const { db, url } = await freshDatabase();
  let instant = new Date(start);
  const slept: number[] = [];
  const ctx: Context = {
    config: readConfig({
      NODE_ENV: 'test',
      PAPER_SOURCES: '',
      ARXIV_RSS_URL: 'http://127.0.0.1:1/rss',
      PUBLIC_URL: 'https://papers.example',
      MAIL_FROM: 'Daily Papers <digest@papers.example>',
      ...env,
    }),
    log: pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
    db,
    keys: keyring(['test key, at least thirty-two characters long']),
    words: readCatalogue(),
    now: () => instant,
    // Sleeping takes no time, and also moves the turns that Postgres schedules by its own clock.
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      await db.run(
        sql`update source_state set next_request_at = next_request_at - make_interval(secs => ${milliseconds / 1000})`,
      );
    },
  };
  return {
    ctx,
    clock: {
      set: (next) => {
        instant = new Date(next);
      },
      slept,
    },
    url,
  };
}
