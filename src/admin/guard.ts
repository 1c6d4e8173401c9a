import type { FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { Problem, WordedProblem } from '../lib/errors/problem.ts';
import type { App } from '../lib/http/app.ts';
import { isReading } from '../lib/http/is-reading.ts';
import { roleFor } from './accounts/access.ts';
import { mayAct } from './accounts/roles.ts';
import { originOf } from './accounts/origin.ts';
import {
  resubmitPage,
  sameSitePage,
  type PendingFields,
  maximumFormLength,
  signInPage,
} from './accounts/sign-in-pages.ts';
import type { Session } from './accounts/sessions.ts';
import { submitted, typedIn } from './form-fields.ts';
import './session-cookie.ts';

/**
 * Requires a session for every route of this scope, and a token of that session in the field `csrf`
 * of every form.
 * @param isOpen whether a request may read without a session
 * @throws Error for a route that access.ts does not list
 */
export function addGuard(
  app: App,
  ctx: Context,
  isOpen: (request: FastifyRequest) => boolean = () => false,
): void {
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) roleFor(one, url);
  });
  app.addHook('onRequest', async (request, reply) => {
    if (!isReading(request.method) && formOrigin(ctx, request) === 'cross-origin')
      throw new WordedProblem(403, 'admin-foreign');
    if (isReading(request.method) && isOpen(request)) return undefined;
    if (request.session !== null) return requireRole(request, request.session);
    if (isSmallForm(request)) return undefined;
    if (request.wantsJson)
      throw new Problem(401, 'Sign in', `Sign in at ${ctx.config.PUBLIC_URL}/admin/sign-in.`);
    if (cameFromElsewhere(request)) return reply.send(await sameSitePage(request, reply));
    if (isReading(request.method)) return reply.redirect(`/admin/sign-in?${next(request)}`, 303);
    return reply
      .status(401)
      .send(await signInPage(ctx, request, reply, { next: '/admin', pending: null }));
  });
  app.decorateRequest('typed');
  // Runs before validation: showing an invalid form again requires a session.
  app.addHook('preValidation', async (request, reply) => {
    const { session } = request;
    request.typed = typedIn(request.body);
    if (isReading(request.method)) return undefined;
    const target = { next: request.url, pending: fieldsOf(request) };
    if (session === null)
      return reply.status(401).send(await signInPage(ctx, request, reply, target));
    if (hasToken(ctx, session, request)) return undefined;
    // The form is from before the last sign-in. If one of our own pages sent it, the operator may
    // submit it again with a separate button.
    if (formOrigin(ctx, request) !== 'same-origin') throw new WordedProblem(403, 'admin-foreign');
    return reply.status(403).send(await resubmitPage(ctx, request, reply, session, target));
  });
}

/** @throws Problem 403 */
function requireRole(request: FastifyRequest, { role }: Session): void {
  const needed = roleFor(request.method, request.routeOptions.url ?? '');
  if (mayAct(role, needed)) return;
  throw request.wantsJson
    ? new Problem(403, 'Not allowed', `This requires the role ${needed}.`)
    : new WordedProblem(403, 'admin-role-missing');
}

/**
 * Whether the request follows a link on another site, such as webmail. The browser then withholds
 * our `SameSite=Strict` cookies.
 */
function cameFromElsewhere(request: FastifyRequest): boolean {
  return isReading(request.method) && request.headers['sec-fetch-site'] === 'cross-site';
}

/** A small form is stored in the sign-in page, so that the operator can submit it afterwards. */
function isSmallForm(request: FastifyRequest): boolean {
  const { 'content-type': type = '', 'content-length': length } = request.headers;
  const isForm = type.startsWith('application/x-www-form-urlencoded');
  return (
    !isReading(request.method) &&
    !request.wantsJson &&
    isForm &&
    Number(length ?? maximumFormLength + 1) <= maximumFormLength
  );
}

export function formOrigin(ctx: Context, { headers, host }: FastifyRequest) {
  const site = headers['sec-fetch-site'];
  return originOf({
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
  const { csrf } = submitted.parse(body);
  return typeof csrf === 'string' && ctx.keys.verify('csrf', tokenHash, csrf);
}

function fieldsOf({ body }: FastifyRequest): PendingFields {
  const { csrf: _token, ...fields } = submitted.parse(body);
  return Object.entries(fields).flatMap(([name, value]) =>
    [value].flat().map((text): [string, string] => [name, text]),
  );
}
