import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { App } from '../../lib/http/app.ts';
import { largestId } from '../../lib/pagination.ts';
import { auditWords, isAuditAction, listAuditEvents } from '../audit-log.ts';
import { adminPage, pageAnswers, pageQuery, plainPage } from '../admin-page.ts';
import { sessionOf } from '../session-cookie.ts';
import { timeText } from '../time-text.ts';
import { listSessions } from './sessions.ts';

/** Events of the audit log on one page. */
const perPage = 50;

const logQuery = pageQuery({
  before: z.coerce.number().int().min(1).max(largestId).nullable().catch(null),
});

/** An operator's own sessions, and the audit log. */
export function accountRoutes(ctx: Context, app: App): void {
  app.get('/admin/account', { schema: plainPage }, async (request, reply) => {
    const { words } = request;
    const session = sessionOf(request);
    const sessions = await listSessions(ctx, session);
    return adminPage(ctx, request, reply, 'account', {
      title: words.t('admin-account'),
      email: session.email,
      sessions: sessions.map(({ startedAt, lastUsedAt, isCurrent }) => ({
        started: timeText(ctx, words, startedAt),
        used: timeText(ctx, words, lastUsedAt),
        current: isCurrent,
      })),
    });
  });

  const logSchema = { querystring: logQuery, response: pageAnswers };
  app.get('/admin/log', { schema: logSchema }, async (request, reply) => {
    const { words } = request;
    const { before } = request.query;
    const found = await listAuditEvents(ctx.db, { before, limit: perPage + 1 });
    const events = found.slice(0, perPage).map(({ id, occurredAt, operator, action, target }) => ({
      id,
      iso: occurredAt.toISOString(),
      at: timeText(ctx, words, occurredAt),
      who: operator?.email ?? words.t('admin-log-nobody'),
      what: isAuditAction(action) ? words.t(auditWords[action]) : action,
      target,
    }));
    return adminPage(ctx, request, reply, 'log', {
      title: words.t('admin-log'),
      events,
      older: found.length > perPage ? (events.at(-1)?.id ?? null) : null,
    });
  });
}
