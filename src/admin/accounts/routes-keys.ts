import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { idParam } from '../../lib/pagination.ts';
import { parseInput } from '../../lib/errors/problem.ts';
import { recordAudit } from '../audit-log.ts';
import {
  apiKeyName,
  createApiKey,
  listApiKeys,
  revokeApiKey,
  type Scope,
  scope,
  scopes,
} from './api-keys.ts';
import { timeText } from '../time-text.ts';
import { acted, adminPage } from '../admin-page.ts';
import { sessionOf } from '../session-cookie.ts';

const scopeWords = {
  'papers:read': 'admin-scope-papers-read',
  'papers:write': 'admin-scope-papers-write',
  'subscribers:read': 'admin-scope-subscribers-read',
  'subscribers:write': 'admin-scope-subscribers-write',
  'digests:read': 'admin-scope-digests-read',
  'digests:write': 'admin-scope-digests-write',
} as const satisfies Record<Scope, string>;

const keyInput = z.object({
  name: z
    .string()
    .transform((text) => text.replaceAll('\0', ''))
    .catch(''),
  scopes: z.union([z.array(scope), scope.transform((one) => [one])]).catch([]),
});

interface Typed {
  name?: string;
  chosen?: readonly Scope[];
  errors?: { name?: string; scopes?: string };
  /** The key that was just made: nobody sees it again. */
  made?: string | null;
}

/** Keys for the API: who has one, for what; made and revoked. */
export function keysRoutes(ctx: Context, app: FastifyInstance): void {
  app.get('/admin/keys', (request, reply) => keysPage(request, reply));

  app.post('/admin/keys', async (request, reply) => {
    const { words } = request;
    const typed = keyInput.parse(request.body ?? {});
    const name = apiKeyName.safeParse(typed.name);
    const errors = {
      ...(name.success ? {} : { name: words.t('admin-key-name-error') }),
      ...(typed.scopes.length > 0 ? {} : { scopes: words.t('admin-key-scopes-error') }),
    };
    if (!name.success || typed.scopes.length === 0)
      return keysPage(request, reply.status(422), {
        name: typed.name,
        chosen: typed.scopes,
        errors,
      });
    const { key } = await createApiKey(ctx, name.data, typed.scopes);
    await recordAudit(ctx.db, sessionOf(request).operatorId, 'key-created', name.data);
    return keysPage(request, reply.status(201), { made: key });
  });

  app.post('/admin/keys/:id/revoke', async (request, reply) => {
    const { id } = parseInput(idParam, request.params);
    const name = await revokeApiKey(ctx, id);
    // Revoked twice, it is revoked.
    if (name === undefined) return reply.redirect('/admin/keys', 303);
    return acted(ctx, request, reply, { action: 'key-revoked', target: name, to: '/admin/keys' });
  });

  async function keysPage(request: FastifyRequest, reply: FastifyReply, typed: Typed = {}) {
    const { words } = request;
    const when = (at: Date | null) => (at === null ? null : timeText(ctx, words, at));
    const keys = await listApiKeys(ctx.db);
    return adminPage(ctx, request, reply, 'keys', {
      title: words.t('admin-keys'),
      keys: keys.map(({ id, name, scopes: may, createdAt, lastUsedAt, revokedAt }) => ({
        id,
        name,
        scopes: may,
        created: when(createdAt),
        used: when(lastUsedAt),
        revoked: when(revokedAt),
      })),
      hasMaster: ctx.config.ADMIN_API_KEY !== undefined,
      scopes: scopes.map((one) => ({
        scope: one,
        label: words.t(scopeWords[one]),
        chosen: (typed.chosen ?? []).includes(one),
      })),
      name: typed.name ?? '',
      errors: { name: typed.errors?.name ?? null, scopes: typed.errors?.scopes ?? null },
      made: typed.made ?? null,
    });
  }
}
