import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { App } from '../../lib/http/app.ts';
import { adminPage, confirmed, pageResponses, plainPage } from '../admin-page.ts';
import { form } from '../form-fields.ts';
import { sessionOf } from '../session-cookie.ts';
import { operatorById } from './operators.ts';
import { isOwnPassword } from './routes-account.ts';
import { addSecondFactor, newSecret, qrCode, removeSecondFactor, stepOf } from './second-factor.ts';

const typedPassword = z.string().max(1000).catch('');
const addForm = form({
  secret: z.string().max(100).catch(''),
  mac: z.string().max(100).catch(''),
  code: z.string().max(40).catch(''),
  current: typedPassword,
});
const removeForm = form({ current: typedPassword });

/** The key of the error text of each field. */
interface SetupErrors {
  code?: string | undefined;
  current?: string | undefined;
  /** The password in the form that removes the second factor. */
  removal?: string | undefined;
}

const wrongPassword = 'admin-password-current-error';

/**
 * Adds and removes the second factor of the operator's own account. Both require the password, so
 * that somebody who finds an open browser cannot lock its operator out.
 */
export function secondFactorRoutes(ctx: Context, app: App): void {
  app.get('/admin/account/second-factor', { schema: plainPage }, (request, reply) =>
    setupPage(ctx, request, reply, newSecret()),
  );
  addAdd(ctx, app);
  addRemove(ctx, app);
}

function addAdd(ctx: Context, app: App): void {
  const schema = { body: addForm, response: pageResponses };
  app.post('/admin/account/second-factor', { schema }, async (request, reply) => {
    const { secret, mac, code, current } = request.body;
    const { operatorId } = sessionOf(request);
    const refuse = (shownSecret: string, errors: SetupErrors) =>
      setupPage(ctx, request, reply.status(422), shownSecret, errors);
    // The MAC proves that this server created the secret for this session.
    if (!ctx.keys.verify('totp', macText(request, secret), mac))
      return refuse(newSecret(), { code: 'admin-code-expired' });
    if (!(await isOwnPassword(ctx, operatorId, current)))
      return refuse(secret, { current: wrongPassword });
    const step = stepOf(ctx, secret, code);
    if (step === undefined) return refuse(secret, { code: 'admin-code-wrong' });
    const codes = await addSecondFactor(ctx, operatorId, { secret, step });
    return adminPage(ctx, request, reply, 'recovery-codes', {
      title: request.words.t('admin-recovery'),
      codes,
    });
  });
}

function addRemove(ctx: Context, app: App): void {
  const schema = { body: removeForm, response: pageResponses };
  app.post('/admin/account/second-factor/remove', { schema }, async (request, reply) => {
    const { operatorId } = sessionOf(request);
    if (!(await isOwnPassword(ctx, operatorId, request.body.current)))
      return setupPage(ctx, request, reply.status(422), newSecret(), { removal: wrongPassword });
    await removeSecondFactor(ctx, operatorId);
    return confirmed(reply, '/admin/account', 'second-factor-removed');
  });
}

/** The page with the QR code of a secret. */
async function setupPage(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  secret: string,
  { code, current, removal }: SetupErrors = {},
) {
  const { operatorId, email } = sessionOf(request);
  const { totpSecret } = await operatorById(ctx.db, operatorId);
  const textOf = (key?: string) => (key === undefined ? null : request.words.t(key));
  return adminPage(ctx, request, reply, 'second-factor', {
    title: request.words.t('admin-second-factor'),
    isActive: totpSecret !== null,
    secret,
    spaced: secret.replaceAll(/(.{4})(?=.)/g, '$1 '),
    mac: ctx.keys.mac('totp', macText(request, secret)),
    qr: qrCode(ctx, email, secret),
    errors: { code: textOf(code), current: textOf(current), removal: textOf(removal) },
  });
}

function macText(request: FastifyRequest, secret: string): string {
  return `${sessionOf(request).tokenHash} ${secret}`;
}
