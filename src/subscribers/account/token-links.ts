import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { WordedProblem } from '../../lib/errors/problem.ts';
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

/**
 * The 410 page for a link that is no longer valid, with an empty form to subscribe again.
 * @param key as for a `WordedProblem`
 */
export async function goneAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  key: string,
): Promise<string> {
  if (request.wantsJson) throw new WordedProblem(410, key);
  const { words } = request;
  const notice = words.t(`${key}.detail`);
  reply.status(410);
  return reply.page('subscribe', { title: words.t(key), email: '', error: null, notice });
}
