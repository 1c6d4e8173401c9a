import { watchBounces } from '../bounces/watch.ts';
import { deleteOldBounces } from '../bounces/record.ts';
import { deleteOldJobs } from '../admin/jobs/jobs.ts';
import type { Context } from '../context.ts';
import { digestTick, noteTick, queueDue } from '../digests/send/schedule.ts';
import { fetchPapers } from '../papers/sources/fetch.ts';
import type { JournalWriter } from '../journal/writer.ts';
import { startScheduler, type Task } from './scheduler.ts';
import { expireUnconfirmed } from '../subscribers/signup/expire.ts';
import { endPauses } from '../subscribers/preferences/preferences.ts';
import { deleteIdleDomains } from '../outbox/sql/recipient-domains.ts';
import { deleteOldCounts } from '../rate-limits/request-counts.ts';

/** Starts all scheduled tasks. */
export function startTasks(ctx: Context, journal: JournalWriter): { stop(): Promise<void> } {
  return startScheduler(ctx, scheduledTasks(ctx, journal));
}

/** Sources are fetched hourly. Due readers are queued every minute. */
export function scheduledTasks(ctx: Context, journal: JournalWriter): Task[] {
  const { BOUNCE_IMAP_URL: mailbox } = ctx.config;
  return [
    { name: 'tick', cron: '* * * * *', run: () => noteTick(ctx) },
    { name: 'journal', cron: '* * * * * *', run: () => journal.flush() },
    { name: 'digests', cron: '* * * * *', run: () => digestTick(ctx) },
    { name: 'queue', cron: '* * * * *', run: () => queueDue(ctx) },
    { name: 'fetch', cron: '7 * * * *', run: () => fetchPapers(ctx) },
    { name: 'pauses', cron: '* * * * *', run: () => endPauses(ctx) },
    { name: 'unconfirmed', cron: '23 * * * *', run: () => expireUnconfirmed(ctx) },
    { name: 'bounces-share', cron: '*/10 * * * *', run: () => watchBounces(ctx) },
    { name: 'bounces-old', cron: '41 3 * * *', run: () => deleteOldBounces(ctx) },
    ...(mailbox === undefined
      ? []
      : [{ name: 'bounces', cron: '*/5 * * * *', run: () => readBounces(ctx, mailbox) }]),
    { name: 'domains', cron: '*/10 * * * *', run: () => deleteIdleDomains(ctx.db) },
    { name: 'jobs', cron: '*/10 * * * *', run: () => deleteOldJobs(ctx) },
    { name: 'clients', cron: '*/10 * * * *', run: () => deleteOldCounts(ctx.db) },
  ];
}

async function readBounces(ctx: Context, url: string): Promise<void> {
  // Loading takes half a second and is only needed with a mailbox.
  const { readMailbox } = await import('../bounces/mailbox/imap.ts');
  await readMailbox(ctx, url);
}
