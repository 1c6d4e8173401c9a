import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { basePath } from '../lib/http/base-path.ts';
import { findSession, type Session } from './accounts/sessions.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /**
     * The operator's session, on pages under /admin (and /inbox); null where nobody is signed in.
     */
    session: Session | null;
  }
}

/**
 * `__Host-`: browsers accept it from this very host only, and for all of its paths. Under a path it
 * is `__Secure-`, so that the other programs of the host do not get it.
 */
export function cookieName(ctx: Context): string {
  return `${prefixOf(ctx)}operator`;
}

/** The cookie of a device on which an operator signed in. */
export function deviceCookieName(ctx: Context): string {
  return `${prefixOf(ctx)}device`;
}

function prefixOf({ config: { PUBLIC_URL: publicUrl } }: Context): string {
  if (!publicUrl.startsWith('https:')) return '';
  return basePath(publicUrl) === '' ? '__Host-' : '__Secure-';
}

/** Attributes of both cookies. */
export function cookieOptions({ config: { PUBLIC_URL: publicUrl } }: Context) {
  return {
    path: basePath(publicUrl) || '/',
    httpOnly: true,
    sameSite: 'strict' as const,
    secure: publicUrl.startsWith('https:'),
  };
}

/**
 * Reads the operator from the cookie, for the routes of this scope; nothing here is cached, indexed
 * or named to other sites.
 */
export async function addSessions(app: FastifyInstance, ctx: Context): Promise<void> {
  const name = cookieName(ctx);
  await app.register(cookie);
  app.decorateRequest('session', null);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-robots-tag': 'noindex',
    });
    const secret = request.cookies[name];
    request.session = secret === undefined ? null : ((await findSession(ctx, secret)) ?? null);
    request.words = request.words.inTimeZone(request.session?.timezone ?? null);
  });
}

/** The session of a route behind the guard. */
export function sessionOf({ session }: FastifyRequest): Session {
  if (session === null) throw new Error('a page of operators without the guard');
  return session;
}
