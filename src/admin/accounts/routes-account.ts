import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { WordedProblem } from '../../lib/errors/problem.ts';
import type { App } from '../../lib/http/app.ts';
import { noFields } from '../../lib/http/parameters.ts';
import { idParam } from '../../lib/pagination.ts';
import { countRequest } from '../../rate-limits/request-counts.ts';
import { groupedZones } from '../../subscribers/preferences/time-zones.ts';
import { recordAudit } from '../audit-log.ts';
import { acted, adminPage, confirmed, pageResponses, plainPage } from '../admin-page.ts';
import { type Faults, faultsOf, form, showAgain } from '../form-fields.ts';
import { sessionOf } from '../session-cookie.ts';
import { timeText } from '../time-text.ts';
import { operatorById } from './operators.ts';
import { verifyPassword, hashPassword, password } from './passwords.ts';
import { roleWords } from './roles.ts';
import { endOtherSessions, endSessionById, listSessions, type Session } from './sessions.ts';

const passwordSentences = {
  current: 'admin-password-current-error',
  password: 'admin-password-error',
};
const passwordForm = form({ current: z.string().max(1000), password });
const zones = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]);
const zoneForm = form({
  timezone: z.union([
    z.literal('').transform(() => null),
    z.string().refine((zone) => zones.has(zone)),
  ]),
});

/** Maximum checks of the current password per window in milliseconds. */
const checks = { maximum: 10, window: 15 * 60_000 };

/** An operator's own account: sessions, time zone, password, second factor. */
export function accountRoutes(ctx: Context, app: App): void {
  app.get('/admin/account', { schema: plainPage }, (request, reply) =>
    accountPage(ctx, request, reply),
  );

  addPassword(ctx, app);
  addTimeZone(ctx, app);
  addEndSession(ctx, app);
}

function addPassword(ctx: Context, app: App): void {
  app.post(
    '/admin/account/password',
    {
      schema: { body: passwordForm, response: pageResponses },
      errorHandler: showAgain(passwordSentences, (request, reply, faults) =>
        accountPage(ctx, request, reply, faults),
      ),
    },
    async (request, reply) => {
      const session = sessionOf(request);
      if (!(await isOwnPassword(ctx, session.operatorId, request.body.current))) {
        const current = request.words.t(passwordSentences.current);
        return accountPage(
          ctx,
          request,
          reply.status(422),
          faultsOf(passwordSentences, { current }),
        );
      }
      await changePassword(ctx, session, request.body.password);
      return confirmed(reply, '/admin/account', 'operator-password');
    },
  );
}

async function changePassword({ db }: Context, session: Session, chosen: string): Promise<void> {
  const passwordHash = await hashPassword(chosen);
  const { operatorId: id } = session;
  await db.transaction(async (tx) => {
    await tx.prisma.operator.update({ where: { id }, data: { passwordHash } });
    await endOtherSessions(tx, session);
    await recordAudit(tx, id, 'operator-password');
  });
}

function addTimeZone(ctx: Context, app: App): void {
  const zoneSchema = { body: zoneForm, response: pageResponses };
  app.post('/admin/account/time-zone', { schema: zoneSchema }, async (request, reply) => {
    await ctx.db.prisma.operator.update({
      where: { id: sessionOf(request).operatorId },
      data: { timezone: request.body.timezone },
    });
    return toAccount(ctx, request, reply, 'operator-time-zone');
  });
}

function addEndSession(ctx: Context, app: App): void {
  const endSchema = { params: idParam, body: noFields, response: pageResponses };
  app.post('/admin/account/sessions/:id/end', { schema: endSchema }, async (request, reply) => {
    const { operatorId } = sessionOf(request);
    const isEnded = await endSessionById(ctx.db, { operatorId, id: request.params.id });
    return isEnded
      ? toAccount(ctx, request, reply, 'session-ended')
      : reply.redirect('/admin/account', 303);
  });
}

function toAccount(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  action: 'operator-time-zone' | 'session-ended',
) {
  return acted(ctx, request, reply, { action, target: '', to: '/admin/account' });
}

/**
 * Whether this is the operator's password. Required so that somebody who finds an open browser can
 * change neither the password nor the second factor.
 * @throws WordedProblem 429
 */
export async function isOwnPassword(
  ctx: Context,
  operatorId: number,
  typed: string,
): Promise<boolean> {
  const { current, ttl } = await countRequest(ctx.db, `password ${operatorId}`, checks.window);
  if (current > checks.maximum)
    throw new WordedProblem(429, 'too-often', { seconds: Math.ceil(ttl / 1000) });
  return verifyPassword((await operatorById(ctx.db, operatorId)).passwordHash, typed);
}

/** @param faults of the form for a new password */
async function accountPage(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  faults: Faults = faultsOf(passwordSentences),
) {
  const { words } = request;
  const session = sessionOf(request);
  const [sessions, operator] = await Promise.all([
    listSessions(ctx, session),
    operatorById(ctx.db, session.operatorId),
  ]);
  return adminPage(ctx, request, reply, 'account', {
    title: words.t('admin-account'),
    email: operator.email,
    role: words.t(roleWords[operator.role]),
    hasSecondFactor: operator.totpSecret !== null,
    recoveryLeft: operator.recoveryHashes.length,
    timezone: operator.timezone ?? '',
    defaultZone: ctx.config.DIGEST_TIMEZONE,
    zones: groupedZones(operator.timezone),
    errors: faults.errors,
    sessions: sessions.map(({ id, userAgent, startedAt, lastUsedAt, isCurrent }) => ({
      id,
      browser: browserName(userAgent),
      userAgent,
      started: timeText(ctx, words, startedAt),
      used: timeText(ctx, words, lastUsedAt),
      current: isCurrent,
    })),
  });
}

/** The common name of the browser and system. Empty if unknown. */
function browserName(userAgent: string): string {
  const browser = ['Edg/', 'OPR/', 'Firefox', 'Chrome', 'Safari'].find((name) =>
    userAgent.includes(name),
  );
  const system = ['iPhone', 'iPad', 'Android', 'Windows', 'Mac OS X', 'Linux'].find((name) =>
    userAgent.includes(name),
  );
  const names = [browser?.replace('Edg/', 'Edge').replace('OPR/', 'Opera'), system];
  return names.filter((name) => name !== undefined).join(', ');
}
