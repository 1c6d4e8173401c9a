import type { Context } from '../context.ts';
import { type JournalWriter, logJournalFailure } from '../journal/writer.ts';
import type { App } from '../lib/http/app.ts';
import { isReading } from '../lib/http/is-reading.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route ends no subscription and suppresses no address: its responses do not wait. */
    journal?: false;
  }
}

/**
 * Writes the journal before each response to a request that may have changed something, so that
 * every confirmed unsubscribe is in the journal. If writing fails, the database still has the
 * entry.
 */
export function addJournal(app: App, ctx: Context, journal: JournalWriter): void {
  app.addHook('onSend', async ({ method, routeOptions }, reply, payload) => {
    const mayChange = !isReading(method) && routeOptions.config.journal !== false;
    if (mayChange && reply.statusCode < 400)
      await journal.flush().catch((error: unknown) => logJournalFailure(ctx.log, error));
    return payload;
  });
}
