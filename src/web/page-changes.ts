import { dayIn } from '../lib/dates.ts';
import type { Context } from '../context.ts';
import { listen } from '../db/listen.ts';
import type { App } from '../lib/http/app.ts';

/**
 * A page is served from the cache only if the connection that listens for changes was alive within
 * so many milliseconds.
 */
const proofFor = 3000;

/**
 * Calls `changed` when a trigger on the tables of papers and digests reports a change (`NOTIFY
 * pages`), from this or another process.
 * @returns whether a change would have been reported by now
 */
export function listenForChanges(app: App, ctx: Context, changed: () => void): () => boolean {
  let heardUpTo = -Infinity;
  let listener: { close(): Promise<void> } | undefined;
  app.addHook('onReady', (done) => {
    listener = listen(ctx, 'pages', {
      heard: changed,
      upTo: (instant) => {
        heardUpTo = instant;
      },
    });
    done();
  });
  app.addHook('onClose', async () => listener?.close());
  return () => performance.now() - heardUpTo < proofFor;
}

/** Today in the zone of the digests, computed once a minute: zones change by whole minutes. */
export function dayByTheMinute(ctx: Context): (now: number) => string {
  let minute = NaN;
  let day = '';
  return (now) => {
    const current = Math.floor(now / 60_000);
    if (current !== minute) {
      day = dayIn(ctx.config.DIGEST_TIMEZONE, new Date(now));
      minute = current;
    }
    return day;
  };
}
