import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { type Edit, type Edited, editDraft, editSubject } from '../../digests/compose/draft.ts';
import { writtenSubject } from '../../digests/compose/written-subject.ts';
import { type Digest, digestName, poolSize } from '../../digests/digest.ts';
import { previewDigest } from '../../digests/mail/preview.ts';
import type { App } from '../../lib/http/app.ts';
import { idParam } from '../../lib/pagination.ts';
import { framePolicy, inFrame } from '../../mail/in-frame.ts';
import { recordAudit } from '../audit-log.ts';
import {
  type DigestRequest,
  digestConfig as config,
  digestPage,
  digestParams,
  foundDigest,
  kindQuery,
} from './digest-page.ts';
import { digestPath } from './digest-view.ts';
import { pageOfRank, poolPage, poolPath } from './pool-view.ts';
import { pageResponses } from '../admin-page.ts';
import { sessionOf } from '../session-cookie.ts';

const place = z.coerce.number().int().min(1).max(poolSize);

/** A button next to a paper: move it to a position, remove it from the draft, or add it. */
const editInput = z.union([
  idParam
    .extend({ place })
    .transform(({ id, place }): Edit => ({ kind: 'move', paperId: id, place })),
  idParam
    .extend({ out: z.literal('1') })
    .transform(({ id }): Edit => ({ kind: 'remove', paperId: id })),
  idParam
    .extend({ add: z.literal('1') })
    .transform(({ id }): Edit => ({ kind: 'add', paperId: id })),
]);

const previewQuery = kindQuery.extend({
  language: z.string().max(20).catch('en'),
  part: z.enum(['html', 'text']).catch('html'),
});

/** The email as a page of its own, or as text. */
const preview = {
  description: 'The mail',
  content: { 'text/html': { schema: z.string() }, 'text/plain': { schema: z.string() } },
};
const editSchema = {
  params: digestParams,
  querystring: kindQuery.extend({ papers: poolPage }),
  body: editInput,
  response: pageResponses,
};
const subjectSchema = {
  params: digestParams,
  querystring: kindQuery,
  body: z.object({ subject: writtenSubject }),
  response: pageResponses,
};
const previewSchema = {
  params: digestParams,
  querystring: previewQuery,
  response: { ...pageResponses, 200: preview },
};

/** The URL of the paper's new position, so that keyboard users continue there. */
function pathAfter(digest: Digest, edit: Edit, page: number): string {
  if (edit.kind === 'remove') return poolPath(digest, page, page === 1 ? 'papers' : 'others');
  const rank = edit.kind === 'move' ? edit.place : 1;
  return poolPath(
    digest,
    rank <= digest.issueSize ? page : pageOfRank(digest, rank),
    `paper-${edit.paperId}`,
  );
}

/** Why a draft was not changed, by result. */
const refusals = {
  'no-draft': 'admin-not-now',
  'no-paper': 'admin-edit-no-paper',
  used: 'admin-edit-used',
  sample: 'admin-edit-sample',
  last: 'admin-edit-last',
} as const satisfies Record<Exclude<Edited, 'done'>, string>;

/** The papers and the subject of a draft, and its email. */
export function draftRoutes(ctx: Context, app: App): void {
  addEdit(ctx, app);
  addSubject(ctx, app);
  addPreview(ctx, app);
}

function addEdit(ctx: Context, app: App): void {
  app.post('/admin/digests/:date/edit', { config, schema: editSchema }, async (request, reply) => {
    const { kind, date } = { ...request.params, ...request.query };
    const edit = request.body;
    const result = await editDraft(ctx, { kind, date, edit });
    if (result !== 'done') return refuse(ctx, request, reply, result);
    const target = `${digestName({ kind, date })}, paper ${edit.paperId}`;
    await recordAudit(ctx.db, sessionOf(request).operatorId, auditActions[edit.kind], target);
    const digest = await foundDigest(ctx, request);
    return reply.redirect(pathAfter(digest, edit, request.query.papers), 303);
  });
}

function addSubject(ctx: Context, app: App): void {
  app.post(
    '/admin/digests/:date/subject',
    { config, schema: subjectSchema },
    async (request, reply) => {
      const { kind, date } = { ...request.params, ...request.query };
      const result = await editSubject(ctx, { kind, date, subject: request.body.subject });
      if (result !== 'done') return refuse(ctx, request, reply, result);
      const { operatorId } = sessionOf(request);
      await recordAudit(ctx.db, operatorId, 'draft-subject', digestName({ kind, date }));
      return reply.redirect(`${digestPath({ kind, date })}#mail`, 303);
    },
  );
}

function addPreview(ctx: Context, app: App): void {
  app.get(
    '/admin/digests/:date/preview',
    { config, schema: previewSchema },
    async (request, reply) => {
      const { language, part } = request.query;
      const { html, text } = await previewDigest(
        ctx,
        await foundDigest(ctx, request),
        ctx.words(language),
      );
      reply.header('content-security-policy', framePolicy);
      return part === 'text'
        ? reply.type('text/plain; charset=utf-8').send(text)
        : reply.type('text/html; charset=utf-8').send(inFrame(html));
    },
  );
}

async function refuse(
  ctx: Context,
  request: FastifyRequest & DigestRequest,
  reply: FastifyReply,
  result: Exclude<Edited, 'done'>,
) {
  const notice = request.words.t(refusals[result]);
  return digestPage(ctx, request, reply.status(409), await foundDigest(ctx, request), { notice });
}

const auditActions = {
  move: 'draft-moved',
  remove: 'draft-removed',
  add: 'draft-added',
} as const satisfies Record<Edit['kind'], string>;
