import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Problem, WordedProblem } from '../../lib/errors/problem.ts';
import { refusal } from '../../lib/http/responses.ts';

/** The token is the last path segment of a link in a message. */
export const tokenParam = z.object({
  token: z.string().describe('The token of the link in the email'),
});

/** Error responses of every token link. */
export const linkRefusals = {
  404: refusal('Not one of our links'),
  410: refusal('The link is no longer valid'),
};

export const linkTags = ['Subscription'];

export function unknownLink(): WordedProblem {
  return new WordedProblem(404, 'link-unknown');
}

/** The 410 page for a link that is no longer valid, with an empty form to subscribe again. */
export async function goneAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  detail: string,
): Promise<string> {
  const title = request.words.t('link-gone');
  if (request.wantsJson) throw new Problem(410, title, detail);
  reply.status(410);
  return reply.page('subscribe', { title, email: '', error: null, notice: detail });
}
