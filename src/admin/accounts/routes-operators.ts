import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import type { App } from '../../lib/http/app.ts';
import { noFields } from '../../lib/http/parameters.ts';
import { idParam } from '../../lib/pagination.ts';
import type { AuditAction } from '../audit-log.ts';
import { adminPage, confirmed, pageResponses, plainPage } from '../admin-page.ts';
import { type Faults, faultsOf, form, showAgain } from '../form-fields.ts';
import { sessionOf } from '../session-cookie.ts';
import { timeText } from '../time-text.ts';
import { inviteOperator, listInvites, withdrawInvite } from './invites.ts';
import { changeRole, listOperators, operatorEmail, removeOther } from './operators.ts';
import { operatorRole, type Role, roleWords } from './roles.ts';

const url = '/admin/operators';
const inviteSentences = { email: 'admin-invite-email-error', role: 'admin-invite-role-error' };
const inviteForm = form({ email: operatorEmail, role: operatorRole });
const roleForm = form({ role: operatorRole });
const withId = { params: idParam, body: noFields, response: pageResponses };

/** Operator accounts: list, invite, change the role, remove. For owners only. */
export function operatorsRoutes(ctx: Context, app: App): void {
  app.get(url, { schema: plainPage }, (request, reply) => operatorsPage(ctx, request, reply));

  app.post(
    url,
    {
      schema: { body: inviteForm, response: pageResponses },
      errorHandler: showAgain(inviteSentences, (request, reply, faults) =>
        operatorsPage(ctx, request, reply, faults),
      ),
    },
    async (request, reply) => {
      const { email: address, role } = request.body;
      const by = sessionOf(request).operatorId;
      if (await inviteOperator(ctx, by, { address, role })) return done(reply, 'operator-invited');
      const email = request.words.t('admin-invite-known');
      return operatorsPage(ctx, request, reply.status(422), faultsOf(inviteSentences, { email }));
    },
  );

  const roleSchema = { params: idParam, body: roleForm, response: pageResponses };
  app.post('/admin/operators/:id/role', { schema: roleSchema }, async (request, reply) => {
    const target = { by: sessionOf(request).operatorId, id: request.params.id };
    const isChanged = await changeRole(ctx, target, request.body.role);
    return isChanged ? done(reply, 'operator-role') : reply.redirect(url, 303);
  });

  app.post('/admin/operators/:id/remove', { schema: withId }, async (request, reply) => {
    const target = { by: sessionOf(request).operatorId, id: request.params.id };
    const isRemoved = await removeOther(ctx, target);
    return isRemoved ? done(reply, 'operator-removed') : reply.redirect(url, 303);
  });

  app.post('/admin/invites/:id/withdraw', { schema: withId }, async (request, reply) => {
    const by = sessionOf(request).operatorId;
    const isWithdrawn = await withdrawInvite(ctx, by, request.params.id);
    return isWithdrawn ? done(reply, 'invite-withdrawn') : reply.redirect(url, 303);
  });
}

function done(reply: FastifyReply, action: AuditAction): FastifyReply {
  return confirmed(reply, url, action);
}

async function operatorsPage(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  faults: Faults = faultsOf(inviteSentences),
) {
  const { words, typed } = request;
  const { operatorId } = sessionOf(request);
  const [operators, invites] = await Promise.all([listOperators(ctx.db), listInvites(ctx.db)]);
  const choices = (chosen: string) =>
    operatorRole.options.map((role) => ({
      role,
      label: words.t(roleWords[role]),
      chosen: role === chosen,
    }));
  return adminPage(ctx, request, reply, 'operators', {
    title: words.t('admin-operators'),
    operators: operators.map(({ id, email, role, createdAt, hasSecondFactor }) => ({
      id,
      email,
      role: words.t(roleWords[role]),
      roles: choices(role),
      since: timeText(ctx, words, createdAt),
      hasSecondFactor,
      isSelf: id === operatorId,
    })),
    invites: invites.map(({ id, email, role, createdAt }) => ({
      id,
      email,
      role: words.t(roleWords[role]),
      since: timeText(ctx, words, createdAt),
    })),
    roles: choices(typed['role'] ?? ('editor' satisfies Role)),
    email: typed['email'] ?? '',
    errors: faults.errors,
  });
}
