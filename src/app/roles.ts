import type { Registry } from 'prom-client';
import { hasInbox } from '../config/config.ts';
import type { Context } from '../context.ts';
import { operatorRenderers } from '../admin/accounts/invites.ts';
import { startSender } from '../delivery/sender.ts';
import { digestRenderers } from '../digests/mail/renderers.ts';
import type { JournalWriter } from '../journal/writer.ts';
import { reasonOf } from '../lib/errors/reason.ts';
import { subscriberRenderers } from '../subscribers/mails.ts';
import { senderActions } from './sender-actions.ts';

/**
 * Starts the roles of this process and loads only the modules they need, which saves 40 MB for a
 * process with only the sender role.
 * @param onFailure called if a role cannot continue. The process must then exit and be restarted.
 * @returns a function that stops all roles at the same time, so that a slow source does not use up
 *   the sender's time to drain
 */
export async function startRoles(
  ctx: Context,
  journal: JournalWriter,
  onFailure: () => void = () => undefined,
): Promise<{ url: string | undefined; stop(): Promise<void> }> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    await Promise.all(stops.map((end) => end()));
  };
  try {
    return { url: await startEachRole(ctx, journal, stops, onFailure), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @returns the URL of the web server if this process has the web role */
async function startEachRole(
  ctx: Context,
  journal: JournalWriter,
  stops: (() => Promise<void>)[],
  onFailure: () => void,
): Promise<string | undefined> {
  const { ROLES: roles, HOST: host, PORT: port } = ctx.config;
  if (roles.includes('sender')) {
    const inbox = hasInbox(ctx.config) ? await openInbox(ctx) : undefined;
    const renderers = {
      ...digestRenderers(ctx),
      ...subscriberRenderers(ctx),
      ...operatorRenderers(ctx),
    };
    const sender = startSender(ctx, renderers, senderActions(ctx), {
      onFailure,
      ...(inbox !== undefined && { inboxPort: inbox.port }),
    });
    // Emails being sent may still go to the inbox.
    stops.push(() => sender.stop().then(() => inbox?.stop()));
  }
  if (roles.includes('scheduler')) {
    const { startScheduler } = await import('./scheduler.ts');
    const { scheduledTasks } = await import('./scheduled-tasks.ts');
    const scheduler = startScheduler(ctx, scheduledTasks(ctx, journal));
    stops.push(() => scheduler.stop());
  }
  const registry = await startMetrics(ctx, stops);
  if (!roles.includes('web')) return undefined;
  const { buildApp } = await import('../web/app.ts');
  const app = await buildApp(ctx, { journal, ...(registry !== undefined && { registry }) });
  stops.push(() => app.close());
  return app.listen({ host, port }).catch((cause: unknown) => {
    throw new Error(`cannot listen on HOST ${host}, PORT ${port}: ${reasonOf(cause)}`, { cause });
  });
}

/** @returns the metrics of this process if METRICS_PORT is set */
async function startMetrics(
  ctx: Context,
  stops: (() => Promise<void>)[],
): Promise<Registry | undefined> {
  const { METRICS_PORT: port } = ctx.config;
  if (port === undefined) return undefined;
  const { makeRegistry } = await import('../web/metrics/registry.ts');
  const { listenForScrapes } = await import('../web/metrics/listener.ts');
  const registry = makeRegistry(ctx);
  stops.push(await listenForScrapes(ctx, registry, port));
  return registry;
}

async function openInbox(ctx: Context) {
  const { startInbox } = await import('../inbox/smtp-server.ts');
  return startInbox(ctx);
}
