import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { basePath } from '../lib/http/base-path.ts';
import { findSession, type Session } from './accounts/sessions.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The operator's session, on pages under /admin and /inbox. Null if nobody is signed in. */
    session: Session | null;
  }
}

/**
 * `__Host-` cookies are accepted only from this host and sent to all of its paths. If PUBLIC_URL
 * has a path, the prefix is `__Secure-`, so that other applications on the host do not receive the
 * cookie.
 */
export function cookieName(ctx: Context): string {
  return `${prefixOf(ctx)}operator`;
}

/** The cookie of a device that was used to sign in. */
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
 * Reads the operator's session from the cookie for the routes of this scope. Their responses are
 * not cached, not indexed, and send no referrer to other sites.
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

/** The session of a route that the guard protects. */
export function sessionOf({ session }: FastifyRequest): Session {
  if (session === null) throw new Error('an operator page without the guard');
  return session;
}
