import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { listSuppressions } from '../../suppressions/suppressions.ts';
import { addSuppression } from '../../subscribers/suppressions/add.ts';
import { suppressionsCsv } from '../../subscribers/suppressions/export.ts';
import { liftSuppressionById } from '../../subscribers/suppression.ts';
import type { App } from '../../lib/http/app.ts';
import { noQuery } from '../../lib/http/parameters.ts';
import { text as csvText } from '../../lib/http/responses.ts';
import { largestId } from '../../lib/pagination.ts';
import { idsOfAddresses } from '../../subscribers/queries.ts';
import { suppressionText } from './subscriber-view.ts';
import { timeText } from '../time-text.ts';
import { addressField } from './address-field.ts';
import { faultsOf, form, showAgain } from '../form-fields.ts';
import {
  acted,
  adminPage,
  pageResponses as response,
  plainPage,
  recordExport,
} from '../admin-page.ts';

/** Addresses per page. */
const perPage = 50;

const text = z.string().transform((typed) => typed.replaceAll('\0', '').trim().slice(0, 254));
const listForm = form({
  q: text.catch(''),
  before: z.coerce.number().int().min(1).max(largestId).optional().catch(undefined),
});
const sentences = { email: 'address-empty' } as const;
const exportSchema = {
  querystring: noQuery,
  response: { ...response, 200: csvText('Blocked addresses', 'text/csv') },
};
const liftForm = form({ id: z.coerce.number().int().min(1).max(largestId).catch(0) });

/**
 * Suppressed addresses, including those of non-subscribers. Addresses do not appear in URLs: a form
 * requests the next page.
 */
export function suppressionsRoutes(ctx: Context, app: App): void {
  app.get('/admin/suppressions', { schema: plainPage }, (request, reply) =>
    listPage(ctx, request, reply, { q: '', before: undefined }),
  );
  const listSchema = { body: listForm, response };
  app.post('/admin/suppressions', { schema: listSchema }, (request, reply) =>
    listPage(ctx, request, reply, request.body),
  );
  addAdd(ctx, app);
  addExport(ctx, app);
  addLift(ctx, app);
}

function addAdd(ctx: Context, app: App): void {
  const schema = { body: form({ email: addressField(ctx.config) }), response };
  const errorHandler = showAgain(sentences, (request, reply, faults) =>
    listPage(ctx, request, reply, { q: '', before: undefined }, faults),
  );
  app.post('/admin/suppressions/add', { schema, errorHandler }, async (request, reply) => {
    const { key: emailKey } = request.body.email;
    const to = '/admin/suppressions';
    const finding = { emailKey, reason: 'blocked', evidence: null } as const;
    const { result, suppression } = await addSuppression(ctx, finding);
    if (result === 'unchanged') return reply.redirect(to, 303);
    const target = `#${suppression.id}`;
    return acted(ctx, request, reply, { action: 'suppression-added', target, to });
  });
}

function addExport(ctx: Context, app: App): void {
  app.get('/admin/suppressions/export.csv', { schema: exportSchema }, async (request, reply) => {
    await recordExport(ctx, request, 'suppressions-exported');
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="suppressions.csv"')
      .send(Readable.from(suppressionsCsv(ctx)));
  });
}

function addLift(ctx: Context, app: App): void {
  const schema = { body: liftForm, response };
  app.post('/admin/suppressions/lift', { schema }, async (request, reply) => {
    const lifted = await liftSuppressionById(ctx, request.body.id);
    // Lifting twice is not an error.
    if (lifted === undefined) return reply.redirect('/admin/suppressions', 303);
    return acted(ctx, request, reply, {
      action: 'subscriber-unblocked',
      target: lifted.subscriber,
      to: '/admin/suppressions',
    });
  });
}

async function listPage(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  { q, before }: z.output<typeof listForm>,
  faults = faultsOf(sentences),
) {
  const { words, typed } = request;
  const found = await listSuppressions(
    ctx.db,
    { q: q === '' ? undefined : q, before, limit: perPage + 1 },
    ctx.now(),
  );
  const rows = found.slice(0, perPage);
  const ids = await idsOfAddresses(
    ctx.db,
    rows.flatMap(({ emailKey }) => emailKey ?? []),
  );
  return adminPage(ctx, request, reply, 'suppressions', {
    title: words.t('admin-suppressions'),
    q,
    ...faults,
    email: typed['email'] ?? '',
    rows: rows.map(({ id, emailKey, reason, evidence, createdAt }) => ({
      suppressionId: id,
      email: emailKey ?? words.t('suppressions-erased'),
      id: (emailKey === null ? undefined : ids.get(emailKey)) ?? null,
      reason,
      label: suppressionText(words, reason),
      evidence,
      at: timeText(ctx, words, createdAt),
    })),
    before: found.length > perPage ? (rows.at(-1)?.id ?? null) : null,
  });
}
