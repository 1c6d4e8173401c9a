import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { cameOverHttp } from './origin.ts';
import type { Session } from './sessions.ts';

/** Maximum bytes of a form that is stored in a page while the operator signs in again. */
export const maximumFormLength = 90_000;

/** The fields of a form as pairs, in their order. */
export const pendingFields = z
  .array(z.tuple([z.string().max(100), z.string().max(maximumFormLength)]))
  .max(500);
export type PendingFields = z.output<typeof pendingFields>;

/** A form that is submitted after signing in: its target and its fields. */
export interface PendingForm {
  next: string;
  pending: PendingFields | null;
}

interface FailedAttempt {
  email?: string;
  error?: string | null;
  /** Whether no operator exists yet. */
  first?: boolean;
}

export function signInPage(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  { next, pending }: PendingForm,
  { email = '', error = null, first = false }: FailedAttempt = {},
): Promise<string> {
  return reply.page('admin/sign-in', {
    title: request.words.t(first ? 'admin-first' : 'admin-sign-in'),
    next,
    pending: pending === null ? null : JSON.stringify(pending),
    email,
    error,
    first,
    docker: ctx.config.NODE_ENV === 'production',
    insecure: isInsecure(ctx, request) ? `${ctx.config.PUBLIC_URL}/admin` : null,
  });
}

function isInsecure({ config }: Context, { headers, host }: FastifyRequest): boolean {
  const { origin, 'x-forwarded-proto': proto } = headers;
  const forwarded = typeof proto === 'string' ? proto : undefined;
  return cameOverHttp({ origin, host, proto: forwarded }, config.PUBLIC_URL);
}

/** The second step of signing in. */
export function codePage(
  request: FastifyRequest,
  reply: FastifyReply,
  { next, pending }: PendingForm,
  { ticket, error = null }: { ticket: string; error?: string | null },
): Promise<string> {
  return reply.page('admin/sign-in-code', {
    title: request.words.t('admin-code'),
    next,
    pending: pending === null ? null : JSON.stringify(pending),
    ticket,
    error,
  });
}

/**
 * A page that links to itself. The browser sends the cookie because the request then comes from one
 * of our pages.
 */
export function sameSitePage(request: FastifyRequest, reply: FastifyReply): Promise<string> {
  return reply.page('admin/same-site', {
    title: request.words.t('admin-arrive'),
    goTo: request.url,
  });
}

/** A stored form with a button that submits it. */
export function resubmitPage(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  session: Session,
  { next, pending }: PendingForm,
): Promise<string> {
  return reply.page('admin/resubmit', {
    title: request.words.t('admin-again'),
    action: next,
    fields: pending ?? [],
    csrf: ctx.keys.mac('csrf', session.tokenHash),
  });
}
