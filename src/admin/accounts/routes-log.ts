import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { App } from '../../lib/http/app.ts';
import { largestId } from '../../lib/pagination.ts';
import { auditWords, isAuditAction, listAuditEvents } from '../audit-log.ts';
import { adminPage, pageResponses, pageQuery } from '../admin-page.ts';
import { timeText } from '../time-text.ts';

/** Audit events per page. */
const perPage = 50;

const logQuery = pageQuery({
  before: z.coerce.number().int().min(1).max(largestId).nullable().catch(null),
});

/** The audit log of actions in a browser, with an API key or on the command line. */
export function logRoutes(ctx: Context, app: App): void {
  const schema = { querystring: logQuery, response: pageResponses };
  app.get('/admin/log', { schema }, async (request, reply) => {
    const { words } = request;
    const { before } = request.query;
    const found = await listAuditEvents(ctx.db, { before, limit: perPage + 1 });
    const events = found
      .slice(0, perPage)
      .map(({ id, occurredAt, operatorEmail, apiKey, action, target }) => ({
        id,
        iso: occurredAt.toISOString(),
        at: timeText(ctx, words, occurredAt),
        who:
          operatorEmail ??
          (apiKey === null
            ? words.t('admin-log-nobody')
            : words.t('admin-log-key', { name: apiKey })),
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
