import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { Problem } from '../../lib/errors/problem.ts';
import { readMailgun } from './mailgun.ts';
import { readPostmark } from './postmark.ts';
import type { Call, Told } from './provider.ts';
import { recordBounces } from '../record.ts';
import { readSendgrid } from './sendgrid.ts';
import { readSes } from './ses.ts';
import { getText, type GetText } from './sns.ts';

/**
 * The webhooks of mail providers. 200 is said after the commit; anything else, and the provider comes again.
 * Each body must come as text.
 */
export function webhookRoutes(ctx: Context, get: GetText = getText) {
  const providers: Record<string, (call: Call) => Told | Promise<Told>> = {
    ses: (call) => readSes(ctx, call, get),
    mailgun: (call) => readMailgun(ctx, call),
    postmark: (call) => readPostmark(ctx, call),
    sendgrid: (call) => readSendgrid(ctx, call),
  };
  return async (app: FastifyInstance): Promise<void> => {
    for (const [name, read] of Object.entries(providers)) {
      app.post(`/webhooks/${name}`, async (request, reply) => {
        reply.header('cache-control', 'no-store');
        try {
          const body = z.string().catch('').parse(request.body);
          const { events, once } = await read({ headers: request.headers, body });
          const recorded = await recordBounces(ctx, events, once);
          if (events.length > 0) ctx.log.info({ event: 'bounces.told', source: name, ...recorded });
          return recorded;
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          if (error.status === 401) reply.header('www-authenticate', 'Basic realm="webhooks"');
          ctx.log.warn({ event: 'bounces.refused', source: name, status: error.status, reason: error.detail });
          throw error;
        }
      });
    }
  };
}
