import { dayIn } from '../lib/dates.ts';
import type { Context } from '../context.ts';
import { listen } from '../db/listen.ts';
import type { App } from '../lib/http/app.ts';

/**
 * Milliseconds since the last sign of life of the listening connection during which pages are
 * served from the cache.
 */
const proofFor = 3000;

/**
 * Calls `changed` when a trigger on the tables of papers and digests reports a change (`NOTIFY
 * pages`), made by any process.
 * @returns a function that tells whether any change would have been reported by now
 */
export function listenForChanges(app: App, ctx: Context, changed: () => void): () => boolean {
  let heardUpTo = -Infinity;
  let listener: { close(): Promise<void> } | undefined;
  app.addHook('onReady', (done) => {
    listener = listen(ctx, 'pages', {
      onNotification: changed,
      onCaughtUp: (instant) => {
        heardUpTo = instant;
      },
    });
    done();
  });
  app.addHook('onClose', async () => listener?.close());
  return () => performance.now() - heardUpTo < proofFor;
}

/**
 * Today in the time zone of the digests, computed once a minute. Offsets of time zones are whole
 * minutes.
 */
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
