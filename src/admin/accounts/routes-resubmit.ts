import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { cameOverHttp } from './origin.ts';
import type { Session } from './sessions.ts';

/** Maximum bytes of a form that is kept while its sender signs in again. */
export const maximumFormLength = 90_000;

/** The fields of a form as pairs, in their order. */
export const heldFields = z
  .array(z.tuple([z.string().max(100), z.string().max(maximumFormLength)]))
  .max(500);
export type HeldFields = z.output<typeof heldFields>;

/** A form that is submitted after signing in: its target and its fields. */
export interface Held {
  next: string;
  held: HeldFields | null;
}

interface Tried {
  email?: string;
  error?: string | null;
  /** Whether no operator exists yet. */
  first?: boolean;
}

export function signInPage(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  { next, held }: Held,
  { email = '', error = null, first = false }: Tried = {},
): Promise<string> {
  return reply.page('admin/sign-in', {
    title: request.words.t(first ? 'admin-first' : 'admin-sign-in'),
    next,
    held: held === null ? null : JSON.stringify(held),
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
  { next, held }: Held,
  { ticket, error = null }: { ticket: string; error?: string | null },
): Promise<string> {
  return reply.page('admin/sign-in-code', {
    title: request.words.t('admin-code'),
    next,
    held: held === null ? null : JSON.stringify(held),
    ticket,
    error,
  });
}

/**
 * A page that links to itself. The browser sends the cookie because the request then comes from one
 * of our pages.
 */
export function arrivePage(request: FastifyRequest, reply: FastifyReply): Promise<string> {
  return reply.page('admin/arrive', { title: request.words.t('admin-arrive'), goTo: request.url });
}

/** A stored form with a button that submits it. */
export function againPage(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  session: Session,
  { next, held }: Held,
): Promise<string> {
  return reply.page('admin/again', {
    title: request.words.t('admin-again'),
    action: next,
    fields: held ?? [],
    csrf: ctx.keys.mac('csrf', session.tokenHash),
  });
}
