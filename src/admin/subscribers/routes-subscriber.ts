import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { idParam } from '../../lib/pagination.ts';
import { WordedProblem } from '../../lib/errors/problem.ts';
import { type SubscriberDetail, subscriberDetail } from '../../subscribers/detail.ts';
import { exportReader } from '../../subscribers/import-export/export.ts';
import { subscriberAction, subscriberActions } from './actions.ts';
import { acted, adminPage } from '../admin-page.ts';
import { detailOf } from './subscriber-view.ts';

const actionParam = idParam.extend({ action: subscriberAction });

/** `known`: somebody tried to add them. */
const knownQuery = z.object({ known: z.literal('yes').optional().catch(undefined) });

/** One subscriber: how they stand, what went to them, and what an operator can do. */
export function subscriberRoutes(ctx: Context, app: FastifyInstance): void {
  app.get('/admin/subscribers/:id', async (request, reply) => {
    const { known } = knownQuery.parse(request.query);
    const notice = known === undefined ? null : request.words.t('subscriber-known');
    return detailPage(request, reply, await found(request), notice);
  });

  app.get('/admin/subscribers/:id/data.json', async (request, reply) => {
    const { subscriber } = await found(request);
    return reply
      .type('application/json; charset=utf-8')
      .header('content-disposition', `attachment; filename="subscriber-${subscriber.id}.json"`)
      .send(JSON.stringify(await exportReader(ctx, subscriber.id), null, 2));
  });

  app.post('/admin/subscribers/:id/:action', async (request, reply) => {
    const params = actionParam.safeParse(request.params);
    if (!params.success) throw new WordedProblem(404, 'error-404');
    const { id } = params.data;
    const { action, run } = subscriberActions[params.data.action];
    const { subscriber } = await found(request);
    if (!(await run(ctx, subscriber, request.body))) {
      return detailPage(
        request,
        reply.status(409),
        await found(request),
        request.words.t('subscriber-not-now'),
      );
    }
    const to = action === 'subscriber-erased' ? '/admin/subscribers' : `/admin/subscribers/${id}`;
    return acted(ctx, request, reply, { action, target: `#${id}`, to });
  });

  async function found({ params }: FastifyRequest): Promise<SubscriberDetail> {
    const { data } = idParam.safeParse(params);
    const detail = data === undefined ? undefined : await subscriberDetail(ctx, data.id);
    if (detail === undefined) throw new WordedProblem(404, 'subscriber-missing');
    return detail;
  }

  function detailPage(
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
}
