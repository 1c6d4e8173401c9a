import { z } from 'zod';
import type { Context } from '../../context.ts';
import { WordedProblem } from '../../lib/errors/problem.ts';
import type { App } from '../../lib/http/app.ts';
import { noFields } from '../../lib/http/parameters.ts';
import { page } from '../../lib/http/responses.ts';
import { exportReader } from '../import-export/export.ts';
import { eraseSubscriber } from './erase.ts';
import { readManageToken } from './manage.ts';
import {
  linkRefusals,
  linkTags as tags,
  tokenParam as params,
  unknownLink,
} from './token-links.ts';

const url = '/manage/:token';

/** The emailed link to export and erase: a page that shows what is stored; a POST to it erases. */
export function manageRoutes(ctx: Context, app: App): void {
  addExportOwnData(ctx, app);
  addEraseOwnData(ctx, app);
}

function addExportOwnData(ctx: Context, app: App): void {
  app.get(
    url,
    {
      schema: {
        operationId: 'exportOwnData',
        tags,
        summary: 'Export what is stored about a subscriber',
        params,
        querystring: z.object({ download: z.string().optional().describe('Download as a file') }),
        response: { 200: page('Everything that is stored', z.unknown()), ...linkRefusals },
      },
    },
    async (request, reply) => {
      const data = await exportReader(ctx, await owner(ctx, request.params.token));
      if (request.wantsJson) return data;
      const text = JSON.stringify(data, null, 2);
      if (request.query.download !== undefined) {
        reply.type('application/json; charset=utf-8');
        return reply
          .header('content-disposition', 'attachment; filename="my-data.json"')
          .send(text);
      }
      if (data !== undefined && data.subscriber.language !== null)
        request.words = ctx.words(data.subscriber.language);
      return reply.page('manage', {
        title: request.words.t('manage-title'),
        data: text,
        erased: false,
      });
    },
  );
}

function addEraseOwnData(ctx: Context, app: App): void {
  app.post(
    url,
    {
      schema: {
        operationId: 'eraseOwnData',
        tags,
        summary: 'Erase a subscriber, by their own link',
        params,
        body: noFields,
        response: {
          200: page('Erased', z.object({ status: z.literal('erased') })),
          ...linkRefusals,
        },
      },
    },
    async (request, reply) => {
      await eraseSubscriber(ctx, await owner(ctx, request.params.token));
      if (request.wantsJson) return { status: 'erased' as const };
      return reply.page('manage', { title: request.words.t('manage-erased-title'), erased: true });
    },
  );
}

/** @throws WordedProblem 404 for an unknown link, 410 for one that is no longer valid */
async function owner(ctx: Context, token: string): Promise<number> {
  const found = await readManageToken(ctx, token);
  if (found === 'unknown') throw unknownLink();
  if (found === 'gone') throw new WordedProblem(410, 'manage-gone');
  return found.subscriberId;
}
