import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { App } from '../../lib/http/app.ts';
import { acted, adminPage, pageAnswers, plainPage } from '../admin-page.ts';
import { form } from '../form-fields.ts';
import { sessionOf } from '../session-cookie.ts';
import { isOwnPassword } from './routes-account.ts';
import { addSecondFactor, newSecret, qrCode, removeSecondFactor, stepOf } from './second-factor.ts';

const addForm = form({
  secret: z.string().max(100).catch(''),
  mac: z.string().max(100).catch(''),
  code: z.string().max(40).catch(''),
});
const removeForm = form({ current: z.string().max(1000).catch('') });

/** Adds and removes the second factor of the operator's own account. */
export function secondFactorRoutes(ctx: Context, app: App): void {
  app.get('/admin/account/second-factor', { schema: plainPage }, (request, reply) =>
    setupPage(ctx, request, reply, newSecret(), null),
  );
  addAdd(ctx, app);
  addRemove(ctx, app);
}

function addAdd(ctx: Context, app: App): void {
  const schema = { body: addForm, response: pageAnswers };
  app.post('/admin/account/second-factor', { schema }, async (request, reply) => {
    const { secret, mac, code } = request.body;
    const { operatorId } = sessionOf(request);
    // The MAC proves that this server created the secret for this session.
    if (!ctx.keys.verify('totp', macText(request, secret), mac))
      return setupPage(ctx, request, reply.status(422), newSecret(), 'admin-code-expired');
    const step = stepOf(ctx, secret, code);
    if (step === undefined)
      return setupPage(ctx, request, reply.status(422), secret, 'admin-code-wrong');
    const codes = await addSecondFactor(ctx, operatorId, { secret, step });
    return adminPage(ctx, request, reply, 'recovery-codes', {
      title: request.words.t('admin-recovery'),
      codes,
    });
  });
}

function addRemove(ctx: Context, app: App): void {
  const schema = { body: removeForm, response: pageAnswers };
  app.post('/admin/account/second-factor/remove', { schema }, async (request, reply) => {
    const { operatorId } = sessionOf(request);
    if (!(await isOwnPassword(ctx, operatorId, request.body.current))) {
      const error = 'admin-password-current-error';
      return setupPage(ctx, request, reply.status(422), newSecret(), error);
    }
    await removeSecondFactor(ctx, operatorId);
    return acted(ctx, request, reply, {
      action: 'second-factor-removed',
      target: '',
      to: '/admin/account',
    });
  });
}

/**
 * The page with the QR code of a secret.
 * @param error the key of the error text
 */
async function setupPage(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  secret: string,
  error: string | null,
) {
  const { operatorId, email } = sessionOf(request);
  const { totpSecret } = await ctx.db.prisma.operator.findUniqueOrThrow({
    where: { id: operatorId },
  });
  return adminPage(ctx, request, reply, 'second-factor', {
    title: request.words.t('admin-second-factor'),
    isActive: totpSecret !== null,
    secret,
    spaced: secret.replaceAll(/(.{4})(?=.)/g, '$1 '),
    mac: ctx.keys.mac('totp', macText(request, secret)),
    qr: qrCode(ctx, email, secret),
    error: error === null ? null : request.words.t(error),
  });
}

function macText(request: FastifyRequest, secret: string): string {
  return `${sessionOf(request).tokenHash} ${secret}`;
}
