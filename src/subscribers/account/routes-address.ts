import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { clientAddress } from '../../lib/http/client-address.ts';
import { WordedProblem } from '../../lib/errors/problem.ts';
import type { App } from '../../lib/http/app.ts';
import { noFields, noQuery } from '../../lib/http/parameters.ts';
import { page } from '../../lib/http/responses.ts';
import {
  type AddressChangeState,
  confirmAddressChange,
  readAddressChange,
} from './change-address.ts';
import {
  linkRefusals,
  linkTags as tags,
  tokenParam as params,
  unknownLink,
} from './token-links.ts';

const url = '/address/:token';
const response = {
  200: page('The state of the change', z.object({ status: z.string() })),
  ...linkRefusals,
};

/** The links in the messages about a change of address, to the old address and to the new one. */
export function addressRoutes(ctx: Context, app: App): void {
  addGetAddressChange(ctx, app);
  addChangeAddress(ctx, app);
}

function addGetAddressChange(ctx: Context, app: App): void {
  app.get(
    url,
    {
      schema: {
        operationId: 'getAddressChange',
        tags,
        summary: 'Get the page that changes the address',
        params,
        querystring: noQuery,
        response,
      },
    },
    async (request, reply) => {
      const { state, language } = await readAddressChange(ctx, request.params.token);
      return answer(ctx, request, reply, state, language);
    },
  );
}

function addChangeAddress(ctx: Context, app: App): void {
  app.post(
    url,
    {
      schema: {
        operationId: 'changeAddress',
        tags,
        summary: 'Change the address',
        params,
        body: noFields,
        response,
      },
    },
    async (request, reply) => {
      const { token } = request.params;
      const state = await confirmAddressChange(ctx, token, clientAddress(request));
      const { language } = await readAddressChange(ctx, token);
      return answer(ctx, request, reply, state, language);
    },
  );
}

async function answer(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  state: AddressChangeState,
  language: string | null,
) {
  if (state === 'unknown') throw unknownLink();
  if (language !== null) request.words = ctx.words(language);
  const { words } = request;
  if (state === 'gone') throw new WordedProblem(410, 'address-gone');
  if (request.wantsJson) return { status: state };
  return reply.page('address', { title: words.t('address-title'), state });
}
