import type { FastifyReply, FastifyRequest } from 'fastify';
import { day } from '../../lib/dates.ts';
import { type Context, today } from '../../context.ts';
import type { App } from '../../lib/http/app.ts';
import { composeDraft } from '../../digests/compose/compose.ts';
import { isMonday } from '../../digests/compose/due.ts';
import { digestKind, type DigestKind, digestName } from '../../digests/digest.ts';
import { digestsOfKind } from '../../digests/progress.ts';
import { digestOf } from '../../digests/queries.ts';
import { Problem } from '../../lib/errors/problem.ts';
import { digestButton, digestConfig as config, digestPage, foundDigest } from './digest-page.ts';
import { digestHeads, digestPath } from './digest-view.ts';
import { notNow, notNowPage } from './not-now.ts';
import { form, showAgain } from '../form-fields.ts';
import { acted, adminPage, pageResponses, pageQuery } from '../admin-page.ts';

/** Digests per page of the list. */
const perPage = 30;

const shownKind = digestKind.catch('daily');
const listQuery = pageQuery({ kind: shownKind, before: day.nullable().catch(null) });
const composeForm = form({ kind: digestKind.default('daily'), date: day }).refine(
  ({ kind, date }) => kind !== 'weekly' || isMonday(date),
  { path: ['date'], params: { words: 'admin-compose-monday' } },
);
const composeSentences = { date: 'admin-compose-date-error', kind: 'preferences-error-choice' };

const listSchema = { querystring: listQuery, response: pageResponses };

/** The list of digests, and composing drafts. */
export function digestsAdminRoutes(ctx: Context, app: App): void {
  addList(ctx, app);
  addNewDraft(ctx, app);
  addRecompose(ctx, app);
}

function addList(ctx: Context, app: App): void {
  app.get('/admin/digests', { schema: listSchema }, (request, reply) =>
    listPage(ctx, request, reply, request.query),
  );
}

function addNewDraft(ctx: Context, app: App): void {
  app.post(
    '/admin/digests',
    {
      schema: { body: composeForm, response: pageResponses },
      errorHandler: showAgain(composeSentences, (request, reply, { errors }) => {
        const { date = '', kind: typed } = request.typed;
        return listPage(ctx, request, reply, {
          kind: shownKind.parse(typed),
          date,
          error: errors['date'] ?? errors['kind'],
        });
      }),
    },
    async (request, reply) => {
      const { kind, date } = request.body;
      const before = await digestOf(ctx.db, kind, date);
      // Asking for a new draft must not discard an edited one.
      if (before !== undefined && before.status !== 'skipped')
        return reply.redirect(digestPath(before), 303);
      const error = await compose(ctx, request, kind, date);
      if (error !== null) return listPage(ctx, request, reply.status(422), { kind, date, error });
      return acted(ctx, request, reply, composed(kind, date));
    },
  );
}

function addRecompose(ctx: Context, app: App): void {
  app.post(
    '/admin/digests/:date/compose',
    { config, schema: digestButton },
    async (request, reply) => {
      const { kind, date } = await foundDigest(ctx, request);
      const refused = await compose(ctx, request, kind, date).catch(notNow);
      if (refused === null) return acted(ctx, request, reply, composed(kind, date));
      if (refused === 'not-now') return notNowPage(ctx, request, reply);
      return digestPage(ctx, request, reply.status(409), await foundDigest(ctx, request), {
        notice: refused,
      });
    },
  );
}

/** @returns the text of why there is no draft */
async function compose(
  ctx: Context,
  { words }: FastifyRequest,
  kind: DigestKind,
  date: string,
): Promise<string | null> {
  return composeDraft(ctx, { kind, date }).then(
    () => null,
    (error: unknown) => {
      if (error instanceof Problem && error.status === 422) return words.t('admin-compose-none');
      throw error;
    },
  );
}

function composed(kind: DigestKind, date: string) {
  return {
    action: 'digest-composed' as const,
    target: digestName({ kind, date }),
    to: digestPath({ kind, date }),
  };
}

/** The digests that the list shows, and the submitted form above it. */
interface Shown {
  kind: DigestKind;
  before?: string | null;
  date?: string;
  error?: string | null | undefined;
}

async function listPage(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  { kind, before = null, date, error = null }: Shown,
) {
  const { words } = request;
  const found = await digestsOfKind(ctx.db, kind, before, perPage + 1);
  const digests = await digestHeads(ctx, words, found.slice(0, perPage));
  const last = digests.at(-1)?.date;
  const weekly = kind === 'weekly' ? 'kind=weekly&' : '';
  return adminPage(ctx, request, reply, 'digests', {
    title: words.t('admin-digests'),
    kind,
    digests,
    older:
      found.length > perPage && last !== undefined
        ? `/admin/digests?${weekly}before=${last}`
        : null,
    date: date ?? today(ctx),
    error,
  });
}
