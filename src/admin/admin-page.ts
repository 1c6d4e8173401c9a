import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { hasInbox } from '../config/config.ts';
import type { Context } from '../context.ts';
import { empty, html } from '../lib/http/responses.ts';
import { withParameter } from './with-parameter.ts';
import { type AuditAction, auditWords, isAuditAction, recordAudit } from './audit-log.ts';
import { roleFor } from './accounts/access.ts';
import { mayAct } from './accounts/roles.ts';
import { navigation } from './navigation.ts';
import { sessionOf } from './session-cookie.ts';

/** `done` names the action that the page confirms. */
const doneQuery = z.object({ done: z.string().refine(isAuditAction).nullable().catch(null) });

/** The query parameters of a page: its own, and the one that all pages share. */
export function pageQuery<Shape extends z.ZodRawShape>(shape: Shape) {
  return doneQuery.extend(shape);
}

/** The responses of operator pages and forms. */
export const pageResponses = {
  200: html('The page'),
  303: empty('Done; redirects to the next page'),
  401: html('Not signed in'),
  403: html('The form is not from one of our pages'),
  404: html('Not found'),
  409: html('Not possible in this state'),
  422: html('The form again, with a message next to each invalid field'),
};

/** The schema of a page without its own parameters. */
export const plainPage = { querystring: pageQuery({}), response: pageResponses };

/**
 * Renders `templates/web/admin/….liquid` in the layout of the operator pages. Every form contains
 * `{% render 'admin/csrf', csrf: csrf %}`.
 */
export function adminPage(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  template: string,
  data: { title: string; [key: string]: unknown },
): Promise<string> {
  const session = sessionOf(request);
  const { words } = request;
  const path = request.url.split('?')[0] ?? '';
  const { done } = doneQuery.parse(request.query);
  return reply.page(`admin/${template}`, {
    admin: true,
    csrf: ctx.keys.mac('csrf', session.tokenHash),
    done: done === null ? null : words.t(auditWords[done]),
    hasInbox: hasInbox(ctx.config) && mayAct(session.role, 'owner'),
    may: { edit: mayAct(session.role, 'editor'), own: mayAct(session.role, 'owner') },
    tabs: navigation
      .filter(({ href }) => mayAct(session.role, roleFor('GET', href)))
      .map(({ href, label }) => ({
        href,
        label: words.t(label),
        current: path === href || (href !== '/admin' && path.startsWith(`${href}/`)),
      })),
    ...data,
  });
}

/** Records an action in the audit log and redirects to the page that confirms it. */
export async function acted(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  { action, target, to }: { action: AuditAction; target: string; to: string },
): Promise<FastifyReply> {
  await recordAudit(ctx.db, sessionOf(request).operatorId, action, target);
  return confirmed(reply, to, action);
}

/** Redirects to the page that confirms an action which is already in the audit log. */
export function confirmed(reply: FastifyReply, to: string, action: AuditAction): FastifyReply {
  return reply.redirect(withParameter(to, 'done', action), 303);
}

/**
 * Records an export in the audit log. It changes nothing, but addresses leave the installation. A
 * HEAD request returns none and is not recorded.
 */
export async function recordExport(
  ctx: Context,
  request: FastifyRequest,
  action: 'subscribers-exported' | 'suppressions-exported',
  target = '',
): Promise<void> {
  if (request.method !== 'GET') return;
  await recordAudit(ctx.db, sessionOf(request).operatorId, action, target);
}
