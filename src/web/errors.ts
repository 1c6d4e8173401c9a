import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { Problem } from '../problem.ts';

/** One place where errors become answers: RFC 9457 for programs, a page for people. */
export function addErrors(app: FastifyInstance, ctx: Context): void {
  app.setNotFoundHandler((request, reply) =>
    answer(request, reply, new Problem(404, 'Not found', 'There is nothing at this address.')),
  );
  app.setErrorHandler((error: FastifyError | Problem, request, reply) => {
    if (error instanceof Problem) return answer(request, reply, error);
    if (cannotBeStored(error)) {
      return answer(
        request,
        reply,
        new Problem(422, 'Invalid input', 'The input holds a NUL character, which no text may have.'),
      );
    }
    const status = error.statusCode ?? 500;
    if (status < 500)
      return answer(request, reply, new Problem(status, titles[status] ?? 'Bad request', error.message));
    ctx.log.error({ event: 'web.failed', route: request.routeOptions.url, err: error });
    return answer(
      request,
      reply,
      new Problem(500, 'Something broke', 'It is our fault, and it is in the log. Please try again in a minute.'),
    );
  });
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

async function answer(request: FastifyRequest, reply: FastifyReply, problem: Problem) {
  const { status, title, detail, errors } = problem;
  reply.status(status).header('cache-control', 'no-store');
  if (request.wantsJson) {
    return reply
      .type('application/problem+json')
      .send(JSON.stringify({ type: 'about:blank', title, status, detail, ...(errors.length > 0 ? { errors } : {}) }));
  }
  return reply.send(await reply.page('error', { title, detail, status }));
}
