import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { dayIn } from '../../lib/dates.ts';
import { makeToken } from '../tokens.ts';
import { unknownLink } from './token-links.ts';
import { readUnsubscribeLink } from './unsubscribe.ts';
import type { TypedReason } from './unsubscribe-body.ts';

/** The JSON response for API clients. */
export const unsubscribeAnswer = z.object({
  status: z.enum(['open', 'unsubscribed', 'paused', 'active']),
  pausedUntil: z.date().nullable().optional(),
  frequency: z.literal('weekly').optional(),
});
type Answer = z.output<typeof unsubscribeAnswer>;

export interface Done {
  state: 'left' | 'thanks' | 'linked' | 'paused' | 'weekly';
  /** A reason whose text is too long; the form shows it again so that the reader can shorten it. */
  typed?: TypedReason;
}

/** The page after a POST. */
export async function doneAnswer(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
  { state, typed }: Done,
): Promise<Answer | string> {
  const view = await readUnsubscribeLink(ctx, token);
  if (view === 'unknown') throw unknownLink();
  const { language, canUndo, pausedUntil, timezone, id, hasMoved } = view;
  if (request.wantsJson) return jsonOf(state, pausedUntil);
  if (language !== null) request.words = ctx.words(language);
  const { words } = request;
  const back = state === 'paused' || state === 'weekly';
  return reply.page('unsubscribe', {
    title: words.t(back ? 'unsubscribe-back-title' : 'unsubscribe-done-title'),
    state,
    canUndo,
    until: pausedUntil === null ? null : dayIn(timezone ?? ctx.config.DIGEST_TIMEZONE, pausedUntil),
    // The unsubscribe link never expires, so the owner of an earlier address may have opened it.
    preferences: hasMoved ? null : `/preferences/${makeToken(ctx.keys, 'preferences', id)}`,
    reason: typed?.reason ?? '',
    comment: typed?.comment ?? '',
    error: typed === undefined ? null : words.t('unsubscribe-error-comment'),
  });
}

function jsonOf(state: Done['state'], pausedUntil: Date | null): Answer {
  if (state === 'paused') return { status: 'paused', pausedUntil };
  return state === 'weekly'
    ? { status: 'active', frequency: 'weekly' }
    : { status: 'unsubscribed' };
}
