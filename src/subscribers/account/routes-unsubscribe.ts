import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { clientAddress } from '../../lib/http/client-address.ts';
import type { Problem, WordedProblem } from '../../lib/errors/problem.ts';
import type { App } from '../../lib/http/app.ts';
import { noQuery } from '../../lib/http/parameters.ts';
import { page, refusal } from '../../lib/http/responses.ts';
import { readToken } from '../tokens.ts';
import { requestManageLink } from './manage.ts';
import {
  goneAnswer,
  linkRefusals,
  linkTags as tags,
  tokenParam as params,
  unknownLink,
} from './token-links.ts';
import {
  undoUnsubscribe,
  saveReason,
  readUnsubscribeLink,
  type UndoChoice,
  unsubscribe,
} from './unsubscribe.ts';
import { doneAnswer, unsubscribeAnswer } from './unsubscribe-answer.ts';
import { typedReason, unsubscribeBody } from './unsubscribe-body.ts';

const url = '/unsubscribe/:token';

/** Statuses of Fastify's errors for an unreadable body. Nothing else on this route returns them. */
const unreadable = new Set([400, 413, 415]);

/**
 * The unsubscribe link in every message: a page with one button, and the one-click endpoint of RFC
 * 8058 at the same URL.
 */
export function unsubscribeRoutes(ctx: Context, app: App): void {
  // A one-click request whose body is not a form still unsubscribes.
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, _body, done) =>
    done(null, undefined),
  );

  addGetUnsubscribePage(ctx, app);
  addUnsubscribe(ctx, app);
}

function addGetUnsubscribePage(ctx: Context, app: App): void {
  app.get(
    url,
    {
      schema: {
        operationId: 'getUnsubscribePage',
        tags,
        summary: 'Get the page that unsubscribes',
        params,
        querystring: noQuery,
        response: {
          200: page('The page with the button', unsubscribeAnswer),
          404: linkRefusals[404],
        },
      },
    },
    async (request, reply) => {
      const view = await readUnsubscribeLink(ctx, request.params.token);
      if (view === 'unknown') throw unknownLink();
      if (request.wantsJson) return { status: 'open' as const };
      if (view.language !== null) request.words = ctx.words(view.language);
      return reply.page('unsubscribe', {
        title: request.words.t('unsubscribe-title'),
        state: 'open',
      });
    },
  );
}

// RFC 8058: no cookie, no origin check, no redirect. The POST unsubscribes with any body.
function addUnsubscribe(ctx: Context, app: App): void {
  app.post(
    url,
    {
      attachValidation: true,
      errorHandler: (refusal, request, reply) => unsubscribeAnyway(ctx, refusal, request, reply),
      schema: {
        operationId: 'unsubscribe',
        tags,
        summary: 'Unsubscribe; repeated requests change nothing',
        description:
          'One-click unsubscribe (RFC 8058). For an hour afterwards, the action pause, weekly or reason switches to a pause or to the weekly digest, or states why. The action manage mails a link to export and erase the data.',
        consumes: ['application/x-www-form-urlencoded', 'multipart/form-data', 'application/json'],
        params,
        body: unsubscribeBody,
        response: {
          200: page('Unsubscribed', unsubscribeAnswer),
          ...linkRefusals,
          422: refusal('An invalid number of days, or a reason that is too long'),
        },
      },
    },
    async (request, reply) => {
      const { token } = request.params;
      const id = readToken(ctx.keys, 'unsubscribe', token);
      if (id === undefined) throw unknownLink();
      const { validationError: error, body } = request;
      if (error !== undefined) {
        if (body.action !== 'reason' || request.wantsJson) throw error;
        return doneAnswer(ctx, request, reply.status(422), token, {
          state: 'left',
          typed: typedReason.parse(body),
        });
      }
      return choiceAnswer(ctx, request, reply, { token, id, choice: body });
    },
  );
}

interface Choice {
  token: string;
  id: number;
  choice: z.output<typeof unsubscribeBody>;
}

async function choiceAnswer(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  { token, id, choice }: Choice,
) {
  switch (choice.action) {
    case 'unsubscribe':
      await unsubscribe(ctx, token);
      return doneAnswer(ctx, request, reply, token, { state: 'left' });
    case 'reason':
      await saveReason(ctx, token, choice);
      return doneAnswer(ctx, request, reply, token, { state: 'thanks' });
    case 'manage':
      await requestManageLink(ctx, id);
      return doneAnswer(ctx, request, reply, token, { state: 'linked' });
    case 'pause':
      return undoAnswer(ctx, request, reply, token, { kind: 'pause', days: choice.days });
    case 'weekly':
      return undoAnswer(ctx, request, reply, token, { kind: 'weekly' });
  }
}

async function undoAnswer(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
  choice: UndoChoice,
) {
  const result = await undoUnsubscribe(ctx, token, choice, clientAddress(request));
  if (result === 'gone') return goneAnswer(request, reply, 'unsubscribe-gone');
  return doneAnswer(ctx, request, reply, token, {
    state: choice.kind === 'pause' ? 'paused' : 'weekly',
  });
}

/**
 * A one-click request with a body that is too large, truncated or of an unknown type still
 * unsubscribes.
 */
function unsubscribeAnyway(
  ctx: Context,
  refusal: FastifyError | Problem | WordedProblem,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const status = 'status' in refusal ? refusal.status : refusal.statusCode;
  if (status === undefined || !unreadable.has(status)) throw refusal;
  oneClick(ctx, request, reply.status(200)).then(
    (page) => reply.send(page),
    (failed: unknown) => reply.send(failed),
  );
}

async function oneClick(ctx: Context, request: FastifyRequest, reply: FastifyReply) {
  const { token } = params.parse(request.params);
  if ((await unsubscribe(ctx, token)) === 'unknown') throw unknownLink();
  return doneAnswer(ctx, request, reply, token, { state: 'left' });
}
