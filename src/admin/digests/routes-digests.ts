import type { FastifyReply, FastifyRequest } from 'fastify';
import { day } from '../../lib/dates.ts';
import { type Context, today } from '../../context.ts';
import type { App } from '../../lib/http/app.ts';
import { composeDraft } from '../../digests/compose/compose.ts';
import { isMonday } from '../../digests/compose/due.ts';
import { digestKind, type DigestKind, digestName } from '../../digests/digest.ts';
import { digestsOfKind } from '../../digests/progress.ts';
import { digestOf } from '../../digests/queries.ts';
import {
  cancelDigest,
  pauseDigest,
  resumeDigest,
  returnToDraft,
} from '../../digests/send/states.ts';
import { retryFailed } from '../../digests/send/retry.ts';
import { type DomainResult, domainResults } from '../../outbox/sql/domain-results.ts';
import { Problem } from '../../lib/errors/problem.ts';
import type { Words } from '../../lib/i18n/words.ts';
import type { AuditAction } from '../audit-log.ts';
import {
  digestButton,
  digestConfig as config,
  digestPage,
  digestParams,
  foundDigest,
  viewQuery,
} from './digest-page.ts';
import { deliveryText, digestHead, digestHeads, digestPath } from './digest-view.ts';
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

/** The state changes that buttons on a digest's page trigger, and their audit actions. */
const stateChanges = {
  pause: [pauseDigest, 'digest-paused'],
  resume: [resumeDigest, 'digest-resumed'],
  retry: [retryFailed, 'digest-retried'],
  draft: [returnToDraft, 'digest-returned-to-draft'],
  cancel: [cancelDigest, 'digest-cancelled'],
} as const satisfies Record<
  string,
  [(ctx: Context, kind: DigestKind, date: string) => Promise<void>, AuditAction]
>;

const listSchema = { querystring: listQuery, response: pageResponses };

const viewSchema = { params: digestParams, querystring: viewQuery, response: pageResponses };

const button = { config, schema: digestButton };

/** The list of digests, and the actions on each. */
export function digestsAdminRoutes(ctx: Context, app: App): void {
  addList(ctx, app);
  addNewDraft(ctx, app);
  addDigestPage(ctx, app);
  addRecompose(ctx, app);
  addCancelPage(ctx, app);
  addDomainsPage(ctx, app);

  for (const [name, [change, action]] of Object.entries(stateChanges)) {
    app.post(`/admin/digests/:date/${name}`, button, async (request, reply) => {
      const { kind, date } = { ...request.params, ...request.query };
      const refused = await change(ctx, kind, date).then(() => null, notNow);
      if (refused !== null) return notNowPage(ctx, request, reply);
      return acted(ctx, request, reply, {
        action,
        target: digestName({ kind, date }),
        to: digestPath({ kind, date }),
      });
    });
  }
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

function addDigestPage(ctx: Context, app: App): void {
  app.get('/admin/digests/:date', { config, schema: viewSchema }, async (request, reply) => {
    const digest = await foundDigest(ctx, request);
    return digestPage(ctx, request, reply, digest, { view: request.query });
  });
}

function addRecompose(ctx: Context, app: App): void {
  app.post('/admin/digests/:date/compose', button, async (request, reply) => {
    const { kind, date } = await foundDigest(ctx, request);
    const refused = await compose(ctx, request, kind, date).catch(notNow);
    if (refused === null) return acted(ctx, request, reply, composed(kind, date));
    if (refused === 'not-now') return notNowPage(ctx, request, reply);
    return digestPage(ctx, request, reply.status(409), await foundDigest(ctx, request), {
      notice: refused,
    });
  });
}

function addCancelPage(ctx: Context, app: App): void {
  app.get('/admin/digests/:date/cancel', { config, schema: viewSchema }, async (request, reply) => {
    const { words } = request;
    const head = await digestHead(ctx, words, await foundDigest(ctx, request));
    const title = words.t('admin-cancel-title', { kind: head.kind, date: head.lastDayText });
    return adminPage(ctx, request, reply, 'digest-cancel', {
      title,
      ...head,
      action: digestPath(head, '/cancel'),
    });
  });
}

function addDomainsPage(ctx: Context, app: App): void {
  app.get(
    '/admin/digests/:date/domains',
    { config, schema: viewSchema },
    async (request, reply) => {
      const { words } = request;
      const digest = await foundDigest(ctx, request);
      const head = await digestHead(ctx, words, digest);
      const domains = await domainResults(ctx.db, digest.id);
      return adminPage(ctx, request, reply, 'digest-domains', {
        title: words.t('admin-domains-title', { kind: head.kind, date: head.lastDayText }),
        ...head,
        domains: domains.map((domain) => domainView(words, domain)),
      });
    },
  );
}

function domainView(words: Words, { replies, ...domain }: DomainResult) {
  return {
    ...domain,
    replies: replies.map(({ count, state, detail }) => ({
      count,
      state: deliveryText(words, state),
      detail,
    })),
  };
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
