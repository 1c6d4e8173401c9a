import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { App } from '../../lib/http/app.ts';
import { text } from '../../lib/http/responses.ts';
import { largestId } from '../../lib/pagination.ts';
import { exportCsv } from '../../subscribers/import-export/export.ts';
import { countByStatus, findSubscribers } from '../../subscribers/find.ts';
import { addressKey } from '../../subscribers/address.ts';
import { idsOfAddresses } from '../../subscribers/queries.ts';
import { subscriberStatus } from '../../subscribers/subscriber.ts';
import { form } from '../form-fields.ts';
import { adminPage, pageResponses, pageQuery, recordExport } from '../admin-page.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { countText, lineOf, statusWords } from './subscriber-view.ts';

/** Subscribers per page. */
const perPage = 50;

const wanted = {
  q: z
    .string()
    .transform((text) => text.replaceAll('\0', '').trim().slice(0, 254))
    .catch(''),
  status: subscriberStatus.optional().catch(undefined),
  before: z.coerce.number().int().min(1).max(largestId).optional().catch(undefined),
};
const listQuery = pageQuery(wanted);
type Wanted = Omit<z.output<typeof listQuery>, 'done'>;
const listSchema = { querystring: listQuery, response: pageResponses };
const searchSchema = { body: form(wanted), response: pageResponses };
const exportSchema = {
  // An unknown status must not export everybody.
  querystring: z.object({ status: subscriberStatus.optional() }),
  response: { ...pageResponses, 200: text('Subscribers', 'text/csv') },
};

/** The list of subscribers, with search. */
export function subscribersAdminRoutes(ctx: Context, app: App): void {
  addList(ctx, app);
  addSearch(ctx, app);
  addExport(ctx, app);
}

function addList(ctx: Context, app: App): void {
  app.get('/admin/subscribers', { schema: listSchema }, (request, reply) =>
    listPage(ctx, request, reply, request.query),
  );
}

// Addresses must not appear in URLs, which histories and logs store. A search for an address is
// submitted with POST.
function addSearch(ctx: Context, app: App): void {
  app.post('/admin/subscribers', { schema: searchSchema }, async (request, reply) => {
    const { q, status, before } = request.body;
    if (!q.includes('@')) return reply.redirect(listUrl({ q, status }), 303);
    const key = addressKey(q);
    const id = (await idsOfAddresses(ctx.db, [key])).get(key);
    return id === undefined
      ? listPage(ctx, request, reply, { q, status, before })
      : reply.redirect(`/admin/subscribers/${id}`, 303);
  });
}

function addExport(ctx: Context, app: App): void {
  app.get('/admin/subscribers/export.csv', { schema: exportSchema }, async (request, reply) => {
    const { status } = request.query;
    await recordExport(ctx, request, 'subscribers-exported', status);
    return reply
      .type('text/csv; charset=utf-8')
      .header(
        'content-disposition',
        `attachment; filename="subscribers${status === undefined ? '' : `-${status}`}.csv"`,
      )
      .send(Readable.from(exportCsv(ctx, status)));
  });
}

async function listPage(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  { q, status, before }: Wanted,
) {
  const { words } = request;
  const [found, counts] = await Promise.all([
    findSubscribers(ctx.db, { q, status, before, limit: perPage + 1 }),
    countByStatus(ctx.db),
  ]);
  const lines = found.slice(0, perPage).map((one) => lineOf(ctx, words, one));
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const hasAddress = q.includes('@');
  const linked = hasAddress ? '' : q;
  return adminPage(ctx, request, reply, 'subscribers', {
    title: words.t('admin-subscribers'),
    q,
    status: status ?? '',
    statuses: statusLinks(words, counts, { total, q: linked, status }),
    lines,
    none: total === 0,
    next: found.length > perPage ? (lines.at(-1)?.id ?? null) : null,
    nextUrl: hasAddress ? null : listUrl({ q, status, before: lines.at(-1)?.id }),
    firstUrl: before === undefined ? null : listUrl({ q: linked, status }),
    exportUrl: `/admin/subscribers/export.csv${status === undefined ? '' : `?status=${status}`}`,
  });
}

/** The links to all subscribers and to those of each status, with their numbers. */
function statusLinks(
  words: Words,
  counts: Awaited<ReturnType<typeof countByStatus>>,
  { total, q, status = '' }: { total: number; q: string; status: string | undefined },
) {
  const all = {
    name: '',
    label: words.t('subscribers-all'),
    count: total,
    about: counts.some(({ about }) => about),
  };
  const each = counts.map((one) => ({
    ...one,
    name: one.status,
    label: words.t(statusWords[one.status]),
  }));
  return [all, ...each].map(({ name, label, ...count }) => ({
    href: listUrl({ q, status: name }),
    label,
    count: countText(words, count),
    current: name === status,
  }));
}

/** The URL of a list. It contains only parameters that are set. */
function listUrl(set: {
  q?: string;
  status?: string | undefined;
  before?: number | undefined;
}): string {
  const query = new URLSearchParams(
    Object.entries(set).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, String(value)]],
    ),
  ).toString();
  return `/admin/subscribers${query === '' ? '' : `?${query}`}`;
}
