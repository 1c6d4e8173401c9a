import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import { reasonOf } from '../lib/errors/reason.ts';
import { connect, type Db } from './client.ts';
import { startEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';

/** An open database: closing it also lets go of the embedded server. */
export interface OpenDatabase {
  db: Db;
  /** The migrations applied now. */
  applied: string[];
  close(): Promise<void>;
}

/**
 * Opens DATABASE_URL, or the embedded Postgres of DATA_DIR, which is kept up, and applies the
 * missing migrations.
 */
export async function openDatabase(config: Config, log: Logger): Promise<OpenDatabase> {
  const embedded =
    config.DATABASE_URL === undefined ? await startEmbedded(config.DATA_DIR) : undefined;
  const url = embedded?.url ?? config.DATABASE_URL ?? '';
  const applied = await migrate(url).catch(async (error: unknown) => {
    await embedded?.release();
    const where = embedded === undefined ? 'Postgres of DATABASE_URL' : 'embedded Postgres';
    throw new Error(`cannot use the ${where}: ${reasonOf(error)}`, { cause: error });
  });
  embedded?.keepUp(() =>
    log.error({ event: 'db.embedded-ended' }, 'the connection to the embedded Postgres ended'),
  );
  const db = connect(url, config.DATABASE_CONNECTIONS);
  return {
    db,
    applied,
    close: async () => {
      await db.close();
      await embedded?.release();
    },
  };
}
