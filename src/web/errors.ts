import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import type { App } from '../lib/http/app.ts';
import type { AllowedMethods } from './allowed-methods.ts';
import { isUnreachable } from '../db/unreachable.ts';
import { detailText, Problem, WordedProblem } from '../lib/errors/problem.ts';
import type { Words } from '../lib/i18n/words.ts';

/**
 * Seconds until clients may retry while Postgres is unavailable, about as long as a restart takes.
 */
const retryAfter = 10;

type Failure = (FastifyError | Problem | WordedProblem) & Pick<FastifyError, 'validationContext'>;

/**
 * Turns all errors into responses: RFC 9457 in English for programs, a page in the reader's
 * language for people.
 */
export function addErrors(app: App, ctx: Context, allowedMethods: AllowedMethods): void {
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      ctx,
      request,
      reply,
      wrongMethod(allowedMethods, request, reply) ?? new WordedProblem(404, 'error-404'),
    ),
  );
  app.setErrorHandler((error: Failure, request, reply) =>
    sendProblem(
      ctx,
      request,
      reply,
      expected(allowedMethods, request, reply, error) ?? unexpected(ctx, request, reply, error),
    ),
  );
}

/** Returns a problem that the client can fix, or undefined for a server error. */
function expected(
  allowedMethods: AllowedMethods,
  request: FastifyRequest,
  reply: FastifyReply,
  error: Failure,
): Problem | WordedProblem | undefined {
  if (hasHungUp(request, error)) return new WordedProblem(400, 'error-400');
  if (error instanceof WordedProblem) return error;
  if (error instanceof Problem) {
    if (error.validationContext === 'params')
      return invalidPath(allowedMethods, request, reply) ?? error;
    return error.validationContext === 'querystring' ? invalidQuery(request, error) : error;
  }
  if (cannotBeStored(error))
    return new Problem(
      422,
      'Invalid input',
      'The input contains a NUL character, which is not allowed in text.',
    );
  const { statusCode: status = 500 } = error;
  return status < 500
    ? new Problem(status, titles[status] ?? 'Bad request', error.message)
    : undefined;
}

/** Logs a server error. */
function unexpected(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  error: Failure,
): WordedProblem {
  ctx.log.error(
    { event: 'web.failed', route: request.routeOptions.url, err: error },
    'a request failed',
  );
  if (!isUnreachable(error)) return new WordedProblem(500, 'error-500');
  reply.header('retry-after', retryAfter);
  return new WordedProblem(503, 'error-503');
}

function wrongMethod(
  allowedMethods: AllowedMethods,
  request: FastifyRequest,
  reply: FastifyReply,
): Problem | undefined {
  const methods = allowedMethods(request);
  if (methods.length === 0 || methods.includes(request.method)) return undefined;
  const allow = methods.join(', ');
  reply.header('allow', allow);
  return new Problem(405, 'Method not allowed', `This URL accepts ${allow}.`);
}

/**
 * `GET /api/v1/papers/import` matches `/api/v1/papers/:id`, but the path exists with another
 * method.
 */
function invalidPath(
  allowedMethods: AllowedMethods,
  request: FastifyRequest,
  reply: FastifyReply,
): Problem | WordedProblem | undefined {
  const { notFound } = request.routeOptions.config;
  return (
    wrongMethod(allowedMethods, request, reply) ??
    (notFound === undefined ? undefined : new WordedProblem(404, notFound))
  );
}

async function sendProblem(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem | WordedProblem,
) {
  reply.status(problem.status).header('cache-control', 'no-store');
  return request.wantsJson ? problemJson(ctx, reply, problem) : errorPage(request, reply, problem);
}

function problemJson(ctx: Context, reply: FastifyReply, problem: Problem | WordedProblem) {
  const { status, title, detail, errors } =
    problem instanceof Problem ? problem : inWords(ctx.words('en'), problem);
  const listed = errors.length > 0 ? { errors } : {};
  return reply
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title, status, detail, ...listed }));
}

async function errorPage(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem | WordedProblem,
) {
  const worded =
    problem instanceof Problem
      ? new WordedProblem(problem.status, pages[problem.status] ?? 'error-400')
      : problem;
  const { status, title, detail } = inWords(request.words, worded);
  const reason = problem instanceof Problem ? problem.detail : undefined;
  return reply.send(await reply.page('error', { title, detail, status, reason }));
}

/** Whether the client closed the connection while its request was read. It receives no response. */
function hasHungUp({ raw }: FastifyRequest, error: Error): boolean {
  return raw.errored === error || (raw.destroyed && !raw.complete);
}

function invalidQuery(request: FastifyRequest, problem: Problem): Problem {
  const { invalidQueryStatus } = request.routeOptions.config;
  if (invalidQueryStatus === undefined) return problem;
  return new Problem(invalidQueryStatus, problem.title, problem.detail, problem.errors);
}

function inWords(words: Words, problem: WordedProblem): Problem {
  const { status, key, args } = problem;
  return new Problem(status, words.t(key, args), detailText(words, problem));
}

/** Postgres cannot store NUL in text (22021) or JSON (22P05). */
function cannotBeStored(error: { code?: string }): boolean {
  return error.code === '22021' || error.code === '22P05';
}

const titles: Record<number, string> = {
  413: 'Too large',
  415: 'Unsupported type',
  429: 'Too many requests',
};

/** Page texts for errors whose own texts are written for programs. The reason is shown below. */
const pages: Record<number, string> = {
  404: 'error-404',
  405: 'error-405',
  409: 'error-409',
  410: 'error-410',
  413: 'error-413',
  415: 'error-415',
  422: 'error-422',
};
