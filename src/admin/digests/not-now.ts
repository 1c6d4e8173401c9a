import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { Problem } from '../../lib/errors/problem.ts';
import { type DigestRequest, digestPage, foundDigest } from './digest-page.ts';

/** Another operator was faster. The page shows the current state. */
export function notNow(error: unknown): 'not-now' {
  if (error instanceof Problem && error.status === 409) return 'not-now';
  throw error;
}

/** The page after an action that is not possible in the current state, such as one done twice. */
export async function notNowPage(
  ctx: Context,
  request: FastifyRequest & DigestRequest,
  reply: FastifyReply,
): Promise<string> {
  const notice = request.words.t('admin-not-now');
  return digestPage(ctx, request, reply.status(409), await foundDigest(ctx, request), { notice });
}
