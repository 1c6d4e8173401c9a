import type { Context } from '../../context.ts';
import { type DigestKind, digestName } from '../../digests/digest.ts';
import { retryFailed } from '../../digests/send/retry.ts';
import {
  cancelDigest,
  pauseDigest,
  resumeDigest,
  returnToDraft,
} from '../../digests/send/states.ts';
import type { App } from '../../lib/http/app.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { type DomainResult, domainResults } from '../../outbox/sql/domain-results.ts';
import { acted, adminPage, pageResponses } from '../admin-page.ts';
import type { AuditAction } from '../audit-log.ts';
import {
  digestButton,
  digestConfig as config,
  digestPage,
  digestParams,
  foundDigest,
  viewQuery,
} from './digest-page.ts';
import { deliveryText, digestHead, digestPath } from './digest-view.ts';
import { notNow, notNowPage } from './not-now.ts';

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

const schema = { params: digestParams, querystring: viewQuery, response: pageResponses };

/** The page of a digest, its results by domain, and its state changes. */
export function digestAdminRoutes(ctx: Context, app: App): void {
  addDigestPage(ctx, app);
  addDomainsPage(ctx, app);
  addCancelPage(ctx, app);
  addStateChanges(ctx, app);
}

function addDigestPage(ctx: Context, app: App): void {
  app.get('/admin/digests/:date', { config, schema }, async (request, reply) => {
    const digest = await foundDigest(ctx, request);
    return digestPage(ctx, request, reply, digest, { view: request.query });
  });
}

function addCancelPage(ctx: Context, app: App): void {
  app.get('/admin/digests/:date/cancel', { config, schema }, async (request, reply) => {
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
  app.get('/admin/digests/:date/domains', { config, schema }, async (request, reply) => {
    const { words } = request;
    const digest = await foundDigest(ctx, request);
    const head = await digestHead(ctx, words, digest);
    const domains = await domainResults(ctx.db, digest.id);
    return adminPage(ctx, request, reply, 'digest-domains', {
      title: words.t('admin-domains-title', { kind: head.kind, date: head.lastDayText }),
      ...head,
      domains: domains.map((domain) => domainView(words, domain)),
    });
  });
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

function addStateChanges(ctx: Context, app: App): void {
  for (const [name, [change, action]] of Object.entries(stateChanges)) {
    app.post(
      `/admin/digests/:date/${name}`,
      { config, schema: digestButton },
      async (request, reply) => {
        const { kind, date } = { ...request.params, ...request.query };
        const refused = await change(ctx, kind, date).then(() => null, notNow);
        if (refused !== null) return notNowPage(ctx, request, reply);
        return acted(ctx, request, reply, {
          action,
          target: digestName({ kind, date }),
          to: digestPath({ kind, date }),
        });
      },
    );
  }
}
