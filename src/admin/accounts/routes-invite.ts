import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { WordedProblem } from '../../lib/errors/problem.ts';
import type { App } from '../../lib/http/app.ts';
import { noQuery } from '../../lib/http/parameters.ts';
import { tokenParam as params } from '../../subscribers/account/token-links.ts';
import { recordAudit } from '../audit-log.ts';
import { pageResponses } from '../admin-page.ts';
import { form } from '../form-fields.ts';
import { formOrigin } from '../guard.ts';
import { acceptInvite, readInvite } from './invites.ts';
import { operatorById } from './operators.ts';
import { password } from './passwords.ts';
import { roleWords } from './roles.ts';
import { beginSession } from './routes-sign-in.ts';

const passwordForm = form({ password: z.string().max(1000).catch('') });
const limits = { config: { rateLimit: { max: 10 } } };

/** The page of an invitation link. It asks for a password, and its POST creates the operator. */
export function inviteRoutes(ctx: Context, app: App): void {
  const url = '/admin/invite/:token';
  app.get(
    url,
    { schema: { params, querystring: noQuery, response: pageResponses } },
    (request, reply) => invitePage(request, reply, request.params.token, null),
  );

  const schema = { params, body: passwordForm, response: pageResponses };
  app.post(url, { ...limits, schema }, async (request, reply) => {
    if (formOrigin(ctx, request) === 'cross-origin') throw new WordedProblem(403, 'admin-foreign');
    const { token } = request.params;
    const chosen = password.safeParse(request.body.password);
    if (!chosen.success)
      return invitePage(request, reply.status(422), token, request.words.t('admin-password-error'));
    const id = await acceptInvite(ctx, token, chosen.data);
    if (id === undefined) throw new WordedProblem(404, 'admin-invite-gone');
    await beginSession(ctx, request, reply, await operatorById(ctx.db, id));
    await recordAudit(ctx.db, id, 'signed-in');
    return reply.redirect('/admin', 303);
  });

  async function invitePage(
    request: FastifyRequest,
    reply: FastifyReply,
    token: string,
    error: string | null,
  ) {
    const invite = await readInvite(ctx, token);
    if (invite === undefined) throw new WordedProblem(404, 'admin-invite-gone');
    const { words } = request;
    return reply.page('admin/invite', {
      title: words.t('admin-invite-title'),
      email: invite.email,
      role: words.t(roleWords[invite.role]),
      error,
    });
  }
}
