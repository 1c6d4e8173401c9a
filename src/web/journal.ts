import type { Context } from '../context.ts';
import { type JournalWriter, logJournalFailure } from '../journal/writer.ts';
import type { App } from '../lib/http/app.ts';

/**
 * Who is told that they are out is in the journal: it is written before the answer to each request
 * that may have changed something. If it cannot be written, the database still has the entry.
 */
export function addJournal(app: App, ctx: Context, journal: JournalWriter): void {
  app.addHook('onSend', async ({ method }, reply, payload) => {
    if (method !== 'GET' && method !== 'HEAD' && reply.statusCode < 400)
      await journal.flush().catch((error: unknown) => logJournalFailure(ctx.log, error));
    return payload;
  });
}
