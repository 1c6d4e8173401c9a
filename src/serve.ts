import type { Context } from './context.ts';
import { startInbox } from './delivery/inbox.ts';
import { startSender } from './delivery/sender.ts';
import { digestRenderers } from './digests/renderers.ts';
import { digestTick } from './digests/schedule.ts';
import { fetchPapers } from './papers/fetch.ts';
import { type Task, startScheduler } from './schedule.ts';
import { expireUnconfirmed } from './subscribers/expire.ts';
import { subscriberRenderers } from './subscribers/mails.ts';
import { endPauses } from './subscribers/preferences.ts';
import { forgetClients } from './web/request-counts.ts';

/** Starts the roles of this process. @returns how to stop them, the last one first */
export async function serve(ctx: Context): Promise<{ url: string | undefined; stop(): Promise<void> }> {
  const { ROLES: roles, SMTP_URL: relay, HOST: host, PORT: port } = ctx.config;
  const stops: (() => Promise<void>)[] = [];
  let url: string | undefined;
  if (roles.includes('sender')) {
    const inbox = relay === 'inbox' ? await startInbox(ctx) : undefined;
    if (inbox !== undefined) stops.push(() => inbox.stop());
    const renderers = { ...digestRenderers(ctx), ...subscriberRenderers(ctx) };
    const sender = startSender(ctx, renderers, inbox === undefined ? {} : { inboxPort: inbox.port });
    stops.push(() => sender.stop());
  }
  if (roles.includes('scheduler')) {
    const scheduler = startScheduler(ctx, tasks(ctx));
    stops.push(() => scheduler.stop());
  }
  if (roles.includes('web')) {
    // A sender or scheduler alone does without all of it.
    const { buildApp } = await import('./web/app.ts');
    const app = await buildApp(ctx);
    url = await app.listen({ host, port });
    stops.push(() => app.close());
  }
  return {
    url,
    stop: async () => {
      for (const stop of stops.toReversed()) await stop();
    },
  };
}

function tasks(ctx: Context): Task[] {
  return [
    { name: 'digests', cron: '* * * * *', run: () => digestTick(ctx) },
    { name: 'fetch', cron: '7 * * * *', run: () => fetchPapers(ctx) },
    { name: 'pauses', cron: '* * * * *', run: () => endPauses(ctx) },
    { name: 'unconfirmed', cron: '23 * * * *', run: () => expireUnconfirmed(ctx) },
    { name: 'clients', cron: '*/10 * * * *', run: () => forgetClients(ctx.db) },
  ];
}
