import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { WordedProblem } from '../../lib/errors/problem.ts';
import type { App } from '../../lib/http/app.ts';
import { html } from '../../lib/http/responses.ts';
import { recordAudit } from '../audit-log.ts';
import { hasOperator } from './operators.ts';
import { safeRedirectTarget } from './origin.ts';
import { pageResponses } from '../admin-page.ts';
import { form } from '../form-fields.ts';
import { hasToken, formOrigin } from '../guard.ts';
import { cookieName, cookieOptions, deviceCookieName } from '../session-cookie.ts';
import { clientAddress } from '../../lib/http/client-address.ts';
import { addressKey } from '../../subscribers/address.ts';
import { clientHash } from '../../subscribers/signup/client-hash.ts';
import {
  resubmitPage,
  codePage,
  type PendingForm,
  type PendingFields,
  pendingFields,
  maximumFormLength,
  signInPage,
} from './sign-in-pages.ts';
import { endSession, endSessions, findSession, startSession } from './sessions.ts';
import { enterCode, makeSignIn, operatorOf, type SignIn } from './sign-in.ts';
import { type Client, isKnownDevice, limitUnless, newDevice } from './sign-in-limits.ts';
import { parseJson } from '../../lib/text/json.ts';

/** The body may contain a pending form, which is at most twice as long when encoded as JSON. */
const bodyLimit = 2 * maximumFormLength + 10_000;

const nextPage = z.string().catch('').transform(safeRedirectTarget);
/** The page to open after signing in, and the form to submit there. */
const targetFields = {
  next: nextPage,
  pending: z.string().transform(readPending).nullable().catch(null),
};
const signInForm = form({
  email: z.string().max(254).catch(''),
  password: z.string().max(1000).catch(''),
  ...targetFields,
});
const response = { ...pageResponses, 429: html('Too many attempts within a minute') };
const signInSchema = { body: signInForm, response };
const askSchema = { querystring: z.object({ next: nextPage }), response };
/** The schema accepts any token. It is checked before the session ends. */
const signOutSchema = { body: form({ csrf: z.string().catch('') }), response };

/** Parses the fields of a pending form. Returns null if the text is not such a form. */
function readPending(text: string): PendingFields | null {
  return pendingFields.safeParse(parseJson(text)).data ?? null;
}

const codeForm = form({
  ticket: z.string().max(100).catch(''),
  code: z.string().max(40).catch(''),
  ...targetFields,
});
const codeSchema = { body: codeForm, response };

/** Signing in and out. Open to everybody. */
export function signInRoutes(ctx: Context, app: App): void {
  addSignInPage(ctx, app);
  addSignIn(ctx, app);
  addCode(ctx, app);
  app.post('/admin/sign-out', { schema: signOutSchema }, async (request, reply) =>
    signOut(ctx, request, reply, 'signed-out'),
  );
  app.post('/admin/sign-out-everywhere', { schema: signOutSchema }, async (request, reply) =>
    signOut(ctx, request, reply, 'signed-out-everywhere'),
  );
}

function addSignInPage(ctx: Context, app: App): void {
  app.get('/admin/sign-in', { schema: askSchema }, async (request, reply) => {
    const { next } = request.query;
    if (request.session !== null) return reply.redirect(next, 303);
    const first = !(await hasOperator(ctx.db));
    return signInPage(ctx, request, reply, { next, pending: null }, { first });
  });
}

function addSignIn(ctx: Context, app: App): void {
  const signIn = makeSignIn(ctx);
  // `countTry` limits the attempts of a known device.
  const config = limitUnless(({ body, cookies }) =>
    isKnownDevice(ctx, addressKey(signInForm.parse(body).email), cookies[deviceCookieName(ctx)]),
  );
  const options = { config, bodyLimit, schema: signInSchema };
  app.post('/admin/sign-in', options, async (request, reply) => {
    refuseForeign(ctx, request);
    const { email, password, ...target } = request.body;
    const result = await signIn({ email, password, client: clientOf(ctx, request) });
    if (result.kind === 'wrong') {
      const error = request.words.t('admin-sign-in-wrong');
      return reply
        .status(401)
        .send(await signInPage(ctx, request, reply, target, { email, error }));
    }
    if (result.kind === 'second-factor')
      return codePage(request, reply, target, { ticket: result.ticket });
    return goOn(ctx, request, reply, result, target);
  });
}

/** The second step, for operators with a second factor. */
function addCode(ctx: Context, app: App): void {
  // `enterCode` limits the codes for an operator whose password was entered.
  const config = limitUnless(
    async ({ body }) => (await operatorOf(ctx, codeForm.parse(body).ticket)) !== undefined,
  );
  const options = { config, bodyLimit, schema: codeSchema };
  app.post('/admin/sign-in/code', options, async (request, reply) => {
    refuseForeign(ctx, request);
    const { ticket, code, ...target } = request.body;
    const result = await enterCode(ctx, { ticket, code, client: clientOf(ctx, request) });
    if (result.kind === 'wrong') {
      const error = request.words.t('admin-code-expired');
      return reply.status(401).send(await signInPage(ctx, request, reply, target, { error }));
    }
    if (result.kind === 'second-factor') {
      const error = request.words.t('admin-code-wrong');
      return reply.status(401).send(await codePage(request, reply, target, { ticket, error }));
    }
    return goOn(ctx, request, reply, result, target);
  });
}

function refuseForeign(ctx: Context, request: FastifyRequest): void {
  if (formOrigin(ctx, request) === 'cross-origin') throw new WordedProblem(403, 'admin-foreign');
}

function clientOf(ctx: Context, { ip, socket, cookies }: FastifyRequest): Client {
  const hash = clientHash(ctx.keys, clientAddress({ ip, socket })) ?? '';
  return { hash, device: cookies[deviceCookieName(ctx)] };
}

/** Continues with the requested page. A pending form is shown first. */
async function goOn(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  result: Extract<SignIn, { kind: 'signed-in' | 'too-often' }>,
  target: PendingForm,
) {
  if (result.kind === 'too-often')
    throw new WordedProblem(429, 'too-often', { seconds: result.seconds });
  const secret = await beginSession(ctx, request, reply, result.operator);
  const session = target.pending === null ? undefined : await findSession(ctx, secret);
  return session === undefined
    ? reply.redirect(target.next, 303)
    : resubmitPage(ctx, request, reply, session, target);
}

async function signOut(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  action: 'signed-out' | 'signed-out-everywhere',
) {
  const { session } = request;
  if (session !== null) {
    if (!hasToken(ctx, session, request)) throw new WordedProblem(403, 'admin-foreign');
    await (action === 'signed-out'
      ? endSession(ctx.db, session)
      : endSessions(ctx.db, session.operatorId));
    await recordAudit(ctx.db, session.operatorId, action);
  }
  reply.clearCookie(cookieName(ctx), cookieOptions(ctx));
  return reply.redirect('/admin/sign-in', 303);
}

/** Seconds for which a device is remembered. Browsers keep cookies for at most 400 days. */
const knownFor = 400 * 86_400;

/**
 * Signs in this browser and replaces its previous session.
 * @returns the value of the cookie
 */
export async function beginSession(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  { id, emailKey }: { id: number; emailKey: string },
): Promise<string> {
  if (request.session !== null) await endSession(ctx.db, request.session);
  const secret = await startSession(ctx, id, request.headers['user-agent']);
  const maxAge = ctx.config.SESSION_LIFETIME / 1000;
  reply.setCookie(cookieName(ctx), secret, { ...cookieOptions(ctx), maxAge });
  reply.setCookie(deviceCookieName(ctx), newDevice(ctx, emailKey), {
    ...cookieOptions(ctx),
    maxAge: knownFor,
  });
  return secret;
}
