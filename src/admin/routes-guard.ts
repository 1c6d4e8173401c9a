import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { hasInbox } from '../config/config.ts';
import type { Context } from '../context.ts';
import { Problem, WordedProblem } from '../lib/errors/problem.ts';
import { auditWords, type AuditAction, isAuditAction, recordAudit } from './audit-log.ts';
import { navigation } from './navigation.ts';
import { senderOf } from './accounts/origin.ts';
import { againPage, arrivePage, type HeldFields, mostHeld, signInPage } from './accounts/routes-resubmit.ts';
import { findSession, type Session } from './accounts/sessions.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, on pages under /admin (and /inbox); null where nobody is signed in. */
    session: Session | null;
  }
}

const typedForm = z.record(z.string(), z.union([z.string(), z.array(z.string())])).catch({});

/** `__Host-`: the browser takes it from nobody but this very server. */
export function cookieName({ config: { PUBLIC_URL: publicUrl } }: Context): string {
  return publicUrl.startsWith('https:') ? '__Host-operator' : 'operator';
}

/** Reads who asks from the cookie, for the routes of this scope; nothing here is kept, indexed or named to other sites. */
export async function addSessions(app: FastifyInstance, ctx: Context): Promise<void> {
  const name = cookieName(ctx);
  await app.register(cookie);
  app.decorateRequest('session', null);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin', 'x-robots-tag': 'noindex' });
    const secret = request.cookies[name];
    request.session = secret === undefined ? null : ((await findSession(ctx, secret)) ?? null);
  });
}

/**
 * No route of this scope runs for anybody who is not signed in; and nothing is changed by a form that is not ours: it holds
 * a token of the session, in the field `csrf`.
 * @param isOpen who may read all the same
 */
export function addGuard(
  app: FastifyInstance,
  ctx: Context,
  isOpen: (request: FastifyRequest) => boolean = () => false,
): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!isReading(request) && sender(ctx, request) === 'foreign') throw new WordedProblem(403, 'admin-foreign');
    if (request.session !== null || isHeld(request) || (isReading(request) && isOpen(request))) return undefined;
    if (request.wantsJson) throw new Problem(401, 'Sign in', `Sign in at ${ctx.config.PUBLIC_URL}/admin/sign-in.`);
    if (cameFromElsewhere(request)) return reply.send(await arrivePage(request, reply));
    if (isReading(request)) return reply.redirect(`/admin/sign-in?${next(request)}`, 303);
    return reply.status(401).send(await signInPage(ctx, request, reply, { next: '/admin', held: null }));
  });
  app.addHook('preHandler', async (request, reply) => {
    const { session } = request;
    if (isReading(request)) return undefined;
    const held = { next: request.url, held: fieldsOf(request) };
    if (session === null) return reply.status(401).send(await signInPage(ctx, request, reply, held));
    if (hasToken(ctx, session, request)) return undefined;
    // A form from before the last signing in: sent by our own page it may be sent once more, by a press of its own.
    if (sender(ctx, request) !== 'ours') throw new WordedProblem(403, 'admin-foreign');
    return reply.status(403).send(await againPage(ctx, request, reply, session, held));
  });
}

function isReading({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** A link on another site, such as a mail in a browser: what is strict of our cookies stays away. */
function cameFromElsewhere(request: FastifyRequest): boolean {
  return isReading(request) && request.headers['sec-fetch-site'] === 'cross-site';
}

/** Whether this is a small form: it is read, so that its sender can send it after signing in. */
function isHeld(request: FastifyRequest): boolean {
  const { 'content-type': type = '', 'content-length': length } = request.headers;
  const isForm = type.startsWith('application/x-www-form-urlencoded');
  return !isReading(request) && !request.wantsJson && isForm && Number(length ?? mostHeld + 1) <= mostHeld;
}

export function sender(ctx: Context, { headers, host }: FastifyRequest) {
  const site = headers['sec-fetch-site'];
  return senderOf({
    site: typeof site === 'string' ? site : undefined,
    origin: headers.origin,
    host,
    publicUrl: ctx.config.PUBLIC_URL,
  });
}

function next({ url }: FastifyRequest): string {
  return new URLSearchParams({ next: url }).toString();
}

export function hasToken(ctx: Context, { tokenHash }: Session, { body }: FastifyRequest): boolean {
  const { csrf } = typedForm.parse(body);
  return typeof csrf === 'string' && ctx.keys.verify('csrf', tokenHash, csrf);
}

function fieldsOf({ body }: FastifyRequest): HeldFields {
  const { csrf: _token, ...fields } = typedForm.parse(body);
  return Object.entries(fields).flatMap(([name, value]) =>
    [value].flat().map((text): [string, string] => [name, text]),
  );
}

/** The session of a route behind the guard. */
export function sessionOf({ session }: FastifyRequest): Session {
  if (session === null) throw new Error('a page of operators without the guard');
  return session;
}

const doneQuery = z.object({ done: z.string().refine(isAuditAction).nullable().catch(null) });

/** Renders `templates/web/admin/….liquid` in the frame of the operators' pages; every form takes `{% render 'admin/csrf', csrf: csrf %}`. */
export function adminPage(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  template: string,
  data: { title: string; [key: string]: unknown },
): Promise<string> {
  const session = sessionOf(request);
  const { words } = request;
  const path = request.url.split('?')[0] ?? '';
  const { done } = doneQuery.parse(request.query);
  return reply.page(`admin/${template}`, {
    admin: true,
    csrf: ctx.keys.mac('csrf', session.tokenHash),
    done: done === null ? null : words.t(auditWords[done]),
    hasInbox: hasInbox(ctx.config),
    tabs: navigation.map(({ href, label }) => ({
      href,
      label: words.t(label),
      current: path === href || (href !== '/admin' && path.startsWith(`${href}/`)),
    })),
    ...data,
  });
}

/** Records an action in the audit log, and redirects to the page that confirms it. */
export async function acted(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  { action, target, to }: { action: AuditAction; target: string; to: string },
): Promise<FastifyReply> {
  await recordAudit(ctx.db, sessionOf(request).operatorId, action, target);
  return reply.redirect(`${to}${to.includes('?') ? '&' : '?'}done=${action}`, 303);
}
