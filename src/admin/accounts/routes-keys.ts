import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { App } from '../../lib/http/app.ts';
import { noFields } from '../../lib/http/parameters.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { html } from '../../lib/http/responses.ts';
import { idParam } from '../../lib/pagination.ts';
import {
  apiKeyName,
  createApiKey,
  listApiKeys,
  revokeApiKey,
  type Scope,
  scope,
  scopes,
} from './api-keys.ts';
import { type Faults, faultsOf, form, showAgain } from '../form-fields.ts';
import { timeText } from '../time-text.ts';
import { adminPage, confirmed, pageResponses, plainPage } from '../admin-page.ts';
import { sessionOf } from '../session-cookie.ts';

const scopeWords = {
  'papers:read': 'admin-scope-papers-read',
  'papers:write': 'admin-scope-papers-write',
  'subscribers:read': 'admin-scope-subscribers-read',
  'subscribers:write': 'admin-scope-subscribers-write',
  'digests:read': 'admin-scope-digests-read',
  'digests:write': 'admin-scope-digests-write',
} as const satisfies Record<Scope, string>;

/** The selectable lifetimes of a key in days. '' means no expiry. */
const lifetimes = ['30', '90', '365', ''] as const;

const keySentences = {
  name: 'admin-key-name-error',
  days: 'preferences-error-choice',
  scopes: 'admin-key-scopes-error',
};
const keyForm = form({
  name: z
    .string()
    .transform((text) => text.replaceAll('\0', ''))
    .pipe(apiKeyName),
  scopes: z.preprocess((value) => [value].flat(), z.array(scope).min(1)),
  days: z.enum(lifetimes).default('365'),
});

interface Shown {
  name?: string;
  chosen?: readonly string[];
  faults?: Faults;
  /** The newly created key. It is shown only once. */
  made?: string | null;
}

/** API keys: list, create, revoke. */
export function keysRoutes(ctx: Context, app: App): void {
  app.get('/admin/keys', { schema: plainPage }, (request, reply) => keysPage(ctx, request, reply));
  addCreate(ctx, app);
  addRevoke(ctx, app);
}

function addCreate(ctx: Context, app: App): void {
  app.post(
    '/admin/keys',
    {
      schema: { body: keyForm, response: { ...pageResponses, 201: html('The new key') } },
      errorHandler: showAgain(keySentences, (request, reply, faults) => {
        const { name = '', scopes: chosen = '' } = request.typed;
        return keysPage(ctx, request, reply, { name, chosen: chosen.split('\n'), faults });
      }),
    },
    async (request, reply) => {
      const { name, scopes: may, days } = request.body;
      const { operatorId } = sessionOf(request);
      const lifetime = days === '' ? null : Number(days);
      const { key } = await createApiKey(ctx, operatorId, name, may, lifetime);
      return keysPage(ctx, request, reply.status(201), { made: key });
    },
  );
}

function addRevoke(ctx: Context, app: App): void {
  const schema = { params: idParam, body: noFields, response: pageResponses };
  app.post('/admin/keys/:id/revoke', { schema }, async (request, reply) => {
    const { operatorId } = sessionOf(request);
    const name = await revokeApiKey(ctx, operatorId, request.params.id);
    // Revoking twice is not an error.
    if (name === undefined) return reply.redirect('/admin/keys', 303);
    return confirmed(reply, '/admin/keys', 'key-revoked');
  });
}

async function keysPage(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  { name = '', chosen = [], faults = faultsOf(keySentences), made = null }: Shown = {},
) {
  const { words } = request;
  const keys = await listApiKeys(ctx.db);
  return adminPage(ctx, request, reply, 'keys', {
    title: words.t('admin-keys'),
    keys: keys.map((key) => keyView(ctx, words, key)),
    hasMaster: ctx.config.ADMIN_API_KEY !== undefined,
    scopes: scopes.map((one) => ({
      scope: one,
      label: words.t(scopeWords[one]),
      chosen: chosen.includes(one),
    })),
    lifetimes: lifetimes.map((days) => ({
      days,
      chosen: days === (request.typed['days'] ?? '365'),
    })),
    name,
    errors: faults.errors,
    made,
  });
}

type ListedKey = Awaited<ReturnType<typeof listApiKeys>>[number];

function keyView(ctx: Context, words: Words, key: ListedKey) {
  const when = (at: Date | null) => (at === null ? null : timeText(ctx, words, at));
  return {
    id: key.id,
    name: key.name,
    scopes: key.scopes,
    created: when(key.createdAt),
    used: when(key.lastUsedAt),
    revoked: when(key.revokedAt),
    expires: when(key.expiresAt),
    expired: key.expiresAt !== null && key.expiresAt <= ctx.now(),
  };
}
