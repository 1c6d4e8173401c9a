import { z } from 'zod';
import type { Context } from '../../context.ts';
import { Problem } from '../../lib/errors/problem.ts';
import type { App } from '../../lib/http/app.ts';
import { json, refusal } from '../../lib/http/responses.ts';
import { recorded, recordBounces } from '../record.ts';
import { readMailgun } from './mailgun.ts';
import { readPostmark } from './postmark.ts';
import type { VerifiedWebhook, WebhookRequest } from './provider.ts';
import { readSendgrid } from './sendgrid.ts';
import { readSes } from './ses.ts';
import { getText, type GetText } from './sns.ts';

interface Provider {
  /** The last path segment. */
  name: string;
  operationId: string;
  /** The provider's display name. */
  title: string;
  /** The setting that enables the webhook. */
  setting: string;
  /** The status for a request with an invalid signature or password. */
  unsigned: 401 | 403;
  read(request: WebhookRequest): VerifiedWebhook | Promise<VerifiedWebhook>;
}

function providersOf(ctx: Context, get: GetText): Provider[] {
  return [
    {
      name: 'ses',
      operationId: 'receiveSesEvents',
      title: 'Amazon SES, over SNS',
      setting: 'SES_TOPIC_ARN',
      unsigned: 403,
      read: (request) => readSes(ctx, request, get),
    },
    {
      name: 'mailgun',
      operationId: 'receiveMailgunEvents',
      title: 'Mailgun',
      setting: 'MAILGUN_SIGNING_KEY',
      unsigned: 403,
      read: (request) => readMailgun(ctx, request),
    },
    {
      name: 'postmark',
      operationId: 'receivePostmarkEvents',
      title: 'Postmark',
      setting: 'POSTMARK_WEBHOOK_AUTH',
      unsigned: 401,
      read: (request) => readPostmark(ctx, request),
    },
    {
      name: 'sendgrid',
      operationId: 'receiveSendgridEvents',
      title: 'SendGrid',
      setting: 'SENDGRID_PUBLIC_KEY',
      unsigned: 403,
      read: (request) => readSendgrid(ctx, request),
    },
  ];
}

/**
 * The webhooks of mail providers. They respond with 200 after the commit; after any other status
 * the provider retries. Bodies must arrive as text.
 */
export function webhookRoutes(ctx: Context, get: GetText = getText) {
  return async (app: App): Promise<void> => {
    for (const provider of providersOf(ctx, get)) addWebhook(ctx, app, provider);
  };
}

function addWebhook(ctx: Context, app: App, provider: Provider): void {
  const { name, operationId, title, setting, unsigned } = provider;
  app.post(
    `/webhooks/${name}`,
    {
      schema: {
        operationId,
        tags: ['Webhooks'],
        summary: `Receive bounces, complaints and unsubscribes from ${title}`,
        consumes: ['application/json', 'text/plain'],
        body: z.string().catch(''),
        response: {
          200: json('Committed: how many events of each kind were new', recorded),
          400: refusal('Not in the format of this provider'),
          [unsigned]: refusal(
            unsigned === 401 ? 'Wrong password' : 'Not signed, or signed too long ago',
          ),
          404: refusal(`Not open: ${setting} is not set`),
        },
      },
    },
    async ({ headers, body }, reply) => {
      reply.header('cache-control', 'no-store');
      try {
        return await receive(ctx, provider, { headers, body });
      } catch (error) {
        if (error instanceof Problem && error.status === 401)
          reply.header('www-authenticate', 'Basic realm="webhooks"');
        throw error;
      }
    },
  );
}

/** @throws Problem if the request is not signed or not in the format of the provider */
async function receive(ctx: Context, { name, read }: Provider, request: WebhookRequest) {
  try {
    const { events, unreadable, once } = await read(request);
    const counts = await recordBounces(ctx, events, once);
    if (events.length > 0)
      ctx.log.info(
        { event: 'bounces.recorded', source: name, ...counts },
        'recorded the events of a webhook',
      );
    if (unreadable > 0)
      ctx.log.warn(
        { event: 'bounces.unreadable', source: name, unreadable },
        'cannot read some events of a webhook',
      );
    return counts;
  } catch (error) {
    if (error instanceof Problem) {
      const { status, detail: reason } = error;
      ctx.log.warn(
        { event: 'bounces.refused', source: name, status, reason },
        'refused a webhook request',
      );
    }
    throw error;
  }
}
