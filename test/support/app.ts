import type { FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import type { Context } from '../../src/context.ts';
import { startSender } from '../../src/delivery/sender.ts';
import { senderActions } from '../../src/app/sender-actions.ts';
import { operatorRenderers } from '../../src/admin/accounts/invites.ts';
import { digestRenderers } from '../../src/digests/mail/renderers.ts';
import { subscriberRenderers } from '../../src/subscribers/mails.ts';
import { buildApp } from '../../src/web/app.ts';

/** The app in this context; tests send requests with `inject`. */
export async function startApp(ctx: Context): Promise<FastifyInstance> {
  const app = await buildApp(ctx);
  onTestFinished(() => app.close());
  await app.ready();
  return app;
}

/** A sender with the real renderers. */
export function startMailing(ctx: Context): void {
  const sender = startSender(
    ctx,
    { ...digestRenderers(ctx), ...subscriberRenderers(ctx), ...operatorRenderers(ctx) },
    senderActions(ctx),
  );
  onTestFinished(() => sender.stop(), 30_000);
}

/** The body `key=value&…` and its header, for `inject`. */
export function form(fields: Record<string, string>) {
  return {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  };
}
