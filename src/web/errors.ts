import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { isUnreachable } from '../db/unreachable.ts';
import { Problem, WordedProblem } from '../lib/errors/problem.ts';
import type { Words } from '../lib/i18n/words.ts';

/** Seconds after which a client may ask again while Postgres is away: restarts take about as long. */
const backIn = 10;

/** One place where errors become answers: RFC 9457 in English for programs, a page in their language for people. */
export function addErrors(app: FastifyInstance, ctx: Context): void {
  app.setNotFoundHandler((request, reply) => answer(request, reply, new WordedProblem(404, 'error-404')));
  app.setErrorHandler((error: FastifyError | Problem | WordedProblem, request, reply) => {
    if (error instanceof Problem || error instanceof WordedProblem) return answer(request, reply, error);
    if (cannotBeStored(error))
      return answer(
        request,
        reply,
        new Problem(422, 'Invalid input', 'The input holds a NUL character, which no text may have.'),
      );
    const status = error.statusCode ?? 500;
    if (status < 500)
      return answer(request, reply, new Problem(status, titles[status] ?? 'Bad request', error.message));
    ctx.log.error({ event: 'web.failed', route: request.routeOptions.url, err: error });
    if (!isUnreachable(error)) return answer(request, reply, new WordedProblem(500, 'error-500'));
    reply.header('retry-after', backIn);
    return answer(request, reply, new WordedProblem(503, 'error-503'));
  });

  async function answer(request: FastifyRequest, reply: FastifyReply, problem: Problem | WordedProblem) {
    reply.status(problem.status).header('cache-control', 'no-store');
    if (request.wantsJson) {
      const { status, title, detail, errors } = problem instanceof Problem ? problem : said(ctx.words('en'), problem);
      return reply
        .type('application/problem+json')
        .send(JSON.stringify({ type: 'about:blank', title, status, detail, ...(errors.length > 0 ? { errors } : {}) }));
    }
    const worded =
      problem instanceof Problem ? new WordedProblem(problem.status, pages[problem.status] ?? 'error-400') : problem;
    const { status, title, detail } = said(request.words, worded);
    const reason = problem instanceof Problem ? problem.detail : undefined;
    return reply.send(await reply.page('error', { title, detail, status, reason }));
  }
}

function said(words: Words, { status, key, args }: WordedProblem): Problem {
  return new Problem(status, words.t(key, args), words.t(`${key}.detail`, args));
}

/** Postgres keeps no NUL in a text (22021) nor in JSON (22P05). */
function cannotBeStored(error: { code?: string }): boolean {
  return error.code === '22021' || error.code === '22P05';
}

const titles: Record<number, string> = {
  413: 'Too large',
  415: 'Unsupported type',
  429: 'Too many requests',
};

/** What a page says about a refusal that was worded for programs; the reason stands below it. */
const pages: Record<number, string> = {
  404: 'error-404',
  409: 'error-409',
  410: 'error-410',
  413: 'error-413',
  415: 'error-415',
  422: 'error-422',
};
