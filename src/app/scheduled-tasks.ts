import { watchBounces } from '../bounces/watch.ts';
import { deleteOldBounces } from '../bounces/record.ts';
import { deleteOldJobs } from '../admin/jobs/jobs.ts';
import type { Context } from '../context.ts';
import { digestTick, queueDue } from '../digests/send/schedule.ts';
import { recordTick } from '../digests/send/sql/tick.ts';
import { fetchPapers } from '../papers/sources/fetch.ts';
import type { JournalWriter } from '../journal/writer.ts';
import type { Task } from './scheduler.ts';
import { expireUnconfirmed } from '../subscribers/signup/expire.ts';
import { endPauses } from '../subscribers/preferences/preferences.ts';
import { deleteIdleDomains } from '../outbox/sql/recipient-domains.ts';
import { deleteOldCounts } from '../rate-limits/request-counts.ts';

/** All recurring work, with its interval. */
export function scheduledTasks(ctx: Context, journal: JournalWriter): Task[] {
  const { BOUNCE_IMAP_URL: mailbox } = ctx.config;
  return [
    { name: 'heartbeat', cron: '* * * * *', run: () => recordTick(ctx.db, ctx.now()) },
    { name: 'write-journal', cron: '* * * * * *', run: () => journal.flush() },
    { name: 'advance-digests', cron: '* * * * *', run: () => digestTick(ctx) },
    { name: 'queue-deliveries', cron: '* * * * *', run: () => queueDue(ctx) },
    { name: 'fetch-papers', cron: '7 * * * *', run: () => fetchPapers(ctx) },
    { name: 'end-pauses', cron: '* * * * *', run: () => endPauses(ctx) },
    { name: 'delete-unconfirmed', cron: '23 * * * *', run: () => expireUnconfirmed(ctx) },
    { name: 'watch-bounce-rates', cron: '*/10 * * * *', run: () => watchBounces(ctx) },
    { name: 'delete-bounces', cron: '41 3 * * *', run: () => deleteOldBounces(ctx) },
    ...(mailbox === undefined
      ? []
      : [{ name: 'read-bounces', cron: '*/5 * * * *', run: () => readBounces(ctx, mailbox) }]),
    { name: 'delete-idle-domains', cron: '*/10 * * * *', run: () => deleteIdleDomains(ctx.db) },
    { name: 'delete-jobs', cron: '*/10 * * * *', run: () => deleteOldJobs(ctx) },
    { name: 'delete-request-counts', cron: '*/10 * * * *', run: () => deleteOldCounts(ctx.db) },
  ];
}

async function readBounces(ctx: Context, url: string): Promise<void> {
  // Loading takes half a second and is only needed with a mailbox.
  const { readMailbox } = await import('../bounces/mailbox/imap.ts');
  await readMailbox(ctx, url);
}
