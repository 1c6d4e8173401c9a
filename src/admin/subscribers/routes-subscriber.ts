import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { App } from '../../lib/http/app.ts';
import { noQuery } from '../../lib/http/parameters.ts';
import { text } from '../../lib/http/responses.ts';
import { idParam } from '../../lib/pagination.ts';
import { WordedProblem } from '../../lib/errors/problem.ts';
import { type SubscriberDetail, subscriberDetail } from '../../subscribers/detail.ts';
import { exportReader } from '../../subscribers/import-export/export.ts';
import { actionForm, subscriberAction, subscriberActions } from './actions.ts';
import {
  acted,
  adminPage,
  pageResponses as response,
  pageQuery,
  recordExport,
} from '../admin-page.ts';
import { detailOf } from './subscriber-view.ts';

const config = { notFound: 'subscriber-missing' };
const pageSchema = {
  params: idParam,
  /** `known`: an attempt was made to add an existing subscriber. */
  querystring: pageQuery({ known: z.literal('yes').optional().catch(undefined) }),
  response,
};
const exportSchema = {
  params: idParam,
  querystring: noQuery,
  response: { ...response, 200: text('All stored data', 'application/json') },
};
const actionSchema = {
  params: idParam.extend({ action: subscriberAction }),
  body: actionForm,
  response,
};

const file = { config, schema: exportSchema };

const button = { config: { notFound: 'error-404' }, schema: actionSchema };

/** The page of a subscriber: status, emails, and available actions. */
export function subscriberAdminRoutes(ctx: Context, app: App): void {
  addSubscriberPage(ctx, app);
  addDataExport(ctx, app);
  addAction(ctx, app);
}

function addSubscriberPage(ctx: Context, app: App): void {
  app.get('/admin/subscribers/:id', { config, schema: pageSchema }, async (request, reply) => {
    const { known } = request.query;
    const notice = known === undefined ? null : request.words.t('subscriber-known');
    return detailPage(ctx, request, reply, await found(ctx, request.params.id), notice);
  });
}

function addDataExport(ctx: Context, app: App): void {
  app.get('/admin/subscribers/:id/data.json', file, async (request, reply) => {
    const { subscriber } = await found(ctx, request.params.id);
    await recordExport(ctx, request, 'subscribers-exported', `#${subscriber.id}`);
    return reply
      .type('application/json; charset=utf-8')
      .header('content-disposition', `attachment; filename="subscriber-${subscriber.id}.json"`)
      .send(JSON.stringify(await exportReader(ctx, subscriber.id), null, 2));
  });
}

function addAction(ctx: Context, app: App): void {
  app.post('/admin/subscribers/:id/:action', button, async (request, reply) => {
    const { id } = request.params;
    const { action, run } = subscriberActions[request.params.action];
    const { subscriber } = await found(ctx, id);
    if (!(await run(ctx, subscriber, request.body))) {
      return detailPage(
        ctx,
        request,
        reply.status(409),
        await found(ctx, id),
        request.words.t('subscriber-not-now'),
      );
    }
    const to = action === 'subscriber-erased' ? '/admin/subscribers' : `/admin/subscribers/${id}`;
    return acted(ctx, request, reply, { action, target: `#${id}`, to });
  });
}

async function found(ctx: Context, id: number): Promise<SubscriberDetail> {
  const detail = await subscriberDetail(ctx, id);
  if (detail === undefined) throw new WordedProblem(404, 'subscriber-missing');
  return detail;
}

function detailPage(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  detail: SubscriberDetail,
  notice: string | null = null,
) {
  const { words } = request;
  return adminPage(ctx, request, reply, 'subscriber', {
    title: words.t('subscriber-title', { id: detail.subscriber.id }),
    notice,
    ...detailOf(ctx, words, detail),
  });
}
