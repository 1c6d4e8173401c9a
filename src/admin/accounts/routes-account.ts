import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { largestId } from '../../lib/pagination.ts';
import { actWords, isAct, listActs } from '../audit-log.ts';
import { adminPage, sessionOf } from '../routes-guard.ts';
import { moment } from '../date-text.ts';
import { sessionsOf } from './sessions.ts';

/** Lines of the log on one page. */
const perPage = 50;

const logQuery = z.object({ before: z.coerce.number().int().min(1).max(largestId).nullable().catch(null) });

/** Where an operator is signed in; and what operators did. */
export function accountRoutes(ctx: Context, app: FastifyInstance): void {
  app.get('/admin/account', async (request, reply) => {
    const { words } = request;
    const session = sessionOf(request);
    const sessions = await sessionsOf(ctx, session);
    return adminPage(ctx, request, reply, 'account', {
      title: words.t('admin-account'),
      email: session.email,
      sessions: sessions.map(({ startedAt, usedAt, current }) => ({
        started: moment(ctx, words, startedAt),
        used: moment(ctx, words, usedAt),
        current,
      })),
    });
  });

  app.get('/admin/log', async (request, reply) => {
    const { words } = request;
    const { before } = logQuery.parse(request.query);
    const found = await listActs(ctx.db, { before, limit: perPage + 1 });
    const acts = found.slice(0, perPage).map(({ id, at, email, act, thing }) => ({
      id,
      iso: at.toISOString(),
      at: moment(ctx, words, at),
      who: email ?? words.t('admin-log-nobody'),
      what: isAct(act) ? words.t(actWords[act]) : act,
      thing,
    }));
    return adminPage(ctx, request, reply, 'log', {
      title: words.t('admin-log'),
      acts,
      older: found.length > perPage ? (acts.at(-1)?.id ?? null) : null,
    });
  });
}
