import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { clientAddress } from '../../lib/http/client-address.ts';
import type { App } from '../../lib/http/app.ts';
import { noFields, noQuery } from '../../lib/http/parameters.ts';
import { page } from '../../lib/http/responses.ts';
import {
  goneAnswer,
  linkRefusals,
  linkTags as tags,
  tokenParam as params,
  unknownLink,
} from '../account/token-links.ts';
import { confirm, type ConfirmResult, readConfirmation } from './confirm.ts';

const url = '/confirm/:token';
const response = {
  200: page(
    'Whether the subscription is confirmed',
    z.object({ status: z.enum(['pending', 'active']) }),
  ),
  ...linkRefusals,
};

/** The confirmation link: a page with one button, whose POST activates the subscriber. */
export function confirmRoutes(ctx: Context, app: App): void {
  addGetConfirmation(ctx, app);
  addConfirm(ctx, app);
}

function addGetConfirmation(ctx: Context, app: App): void {
  app.get(
    url,
    {
      schema: {
        operationId: 'getConfirmation',
        tags,
        summary: 'Get the page that confirms',
        params,
        querystring: noQuery,
        response,
      },
    },
    async (request, reply) =>
      answer(ctx, request, reply, await readConfirmation(ctx, request.params.token)),
  );
}

function addConfirm(ctx: Context, app: App): void {
  app.post(
    url,
    {
      schema: {
        operationId: 'confirm',
        tags,
        summary: 'Confirm a subscription',
        params,
        body: noFields,
        response,
      },
    },
    async (request, reply) =>
      answer(ctx, request, reply, await confirm(ctx, request.params.token, clientAddress(request))),
  );
}

async function answer(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  { state, language }: ConfirmResult,
) {
  if (state === 'unknown') throw unknownLink();
  if (language !== null) request.words = ctx.words(language);
  const { words } = request;
  if (state === 'gone') return goneAnswer(request, reply, 'confirm-gone');
  if (request.wantsJson)
    return { status: state === 'open' ? ('pending' as const) : ('active' as const) };
  return reply.page('confirm', {
    title: words.t(state === 'open' ? 'confirm-title' : 'confirm-done-title'),
    state,
  });
}
