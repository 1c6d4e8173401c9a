import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { day } from '../../lib/dates.ts';
import type { Context } from '../../context.ts';
import { type Digest, type DigestKind, digestKind, isPublic } from '../../digests/digest.ts';
import { countsOf, faultsOf, sentLastMinute } from '../../digests/progress.ts';
import { digestOf, poolIds } from '../../digests/queries.ts';
import { issuePath } from '../../digests/mail/web-path.ts';
import { isFullyQueued } from '../../digests/send/manual-send.ts';
import { byline } from '../../papers/byline.ts';
import { searchPapers } from '../../papers/search/search.ts';
import { WordedProblem } from '../../lib/errors/problem.ts';
import { noFields } from '../../lib/http/parameters.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { deliveryReasonText } from '../delivery-reason.ts';
import { barOf, deliveryText, digestHead, digestPath, endOf, meaningOf } from './digest-view.ts';
import { poolPage, poolView, withPage } from './pool-view.ts';
import { previewView } from './preview-view.ts';
import { timeText } from '../time-text.ts';
import { adminPage, pageResponses, pageQuery } from '../admin-page.ts';
import { sessionOf } from '../session-cookie.ts';

const kind = digestKind.default('daily');

/** The digest that a page or a form refers to. */
export const digestParams = z.object({ date: day });
export const kindQuery = z.object({ kind });
export const digestConfig = { notFound: 'digest-missing' };

/** The schema of a button on a digest's page. */
export const digestButton = {
  params: digestParams,
  querystring: kindQuery,
  body: noFields,
  response: pageResponses,
};

/** A request with the parameters above. */
export interface DigestRequest {
  params: { date: string };
  query: { kind: DigestKind };
}

/** @throws WordedProblem 404 */
export async function foundDigest(
  ctx: Context,
  { params: { date }, query: { kind } }: DigestRequest,
): Promise<Digest> {
  const found = await digestOf(ctx.db, kind, date);
  if (found === undefined) throw new WordedProblem(404, 'digest-missing');
  return found;
}

/** The preview, the search and the form errors that the page shows. */
interface Shown {
  view?: z.output<typeof viewQuery>;
  notice?: string | null;
  to?: string;
  toError?: string | null;
}

/** Maximum search results for the draft. */
const maximumFound = 10;

export const viewQuery = pageQuery({
  kind,
  q: z
    .string()
    .max(300)
    .regex(/^[^\0]*$/)
    .catch(''),
  papers: poolPage,
  language: z.string().max(20).optional().catch(undefined),
  part: z.enum(['html', 'text']).catch('html'),
});

/** The page of a digest: its state, the available actions, its papers and its email. */
export async function digestPage(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  digest: Digest,
  { view, notice = null, to, toError = null }: Shown = {},
): Promise<string> {
  const { words } = request;
  const { q = '', papers = 1, language = words.lang, part = 'html' } = view ?? {};
  const { pool, view: papersView } = await poolView(ctx, words, digest, papers);
  const head = await digestHead(ctx, words, digest);
  const draft = digest.status === 'draft';
  return adminPage(ctx, request, reply, 'digest', {
    title: words.t('admin-digest-title', { kind: head.kind, date: head.lastDayText }),
    ...head,
    meaning: meaningOf(ctx, words, digest),
    isPublic: isPublic(digest),
    isFullyQueued: isFullyQueued(digest),
    webUrl: issuePath(digest),
    paths: pathsOf(digest, papers),
    ...(await progress(ctx, words, digest)),
    ...papersView,
    q,
    found: draft && q.trim() !== '' ? await search(ctx, words, digest, q) : null,
    preview: pool.length === 0 ? null : previewView(ctx, digest, pool, language, part),
    writtenSubject: digest.isSubjectEdited ? digest.subject : '',
    notice,
    to: to ?? sessionOf(request).email,
    toError,
  });
}

/** The targets of the buttons on the page. */
function pathsOf(digest: Digest, papers: number) {
  const path = (name: string) => digestPath(digest, `/${name}`);
  return {
    pause: path('pause'),
    resume: path('resume'),
    retry: path('retry'),
    domains: path('domains'),
    draft: path('draft'),
    cancel: path('cancel'),
    compose: path('compose'),
    send: path('send'),
    test: path('test'),
    edit: withPage(path('edit'), papers),
    subject: path('subject'),
  };
}

async function progress(ctx: Context, words: Words, digest: Digest) {
  const counts = await countsOf(ctx.db, digest);
  const bar = barOf(words, counts);
  const left = counts.queued + counts.sending + counts.deferred;
  if (bar.total === 0) return { bar, left, rate: null, end: null, faults: [], canRetry: false };
  const rate = digest.status === 'sending' ? await sentLastMinute(ctx, digest.id) : null;
  const end = rate === null ? null : endOf(ctx.now(), counts, rate);
  const faults = (await faultsOf(ctx.db, digest.id)).map(({ state, reason, detail, count }) => ({
    state: deliveryText(words, state),
    reason: deliveryReasonText(words, reason),
    detail,
    count,
  }));
  const canRetry = counts.failed > 0 && ['sending', 'paused', 'sent'].includes(digest.status);
  return {
    bar,
    left,
    rate,
    end: end === null ? null : timeText(ctx, words, end),
    faults,
    canRetry,
  };
}

async function search(ctx: Context, words: Words, { id }: Digest, q: string) {
  const { papers } = await searchPapers(ctx.db, {
    q,
    sort: 'relevance',
    limit: maximumFound,
    now: ctx.now(),
  });
  const there = new Set(await poolIds(ctx.db, id));
  return papers.map((paper) => ({
    id: paper.id,
    title: paper.title,
    byline: byline(words, paper),
    there: there.has(paper.id),
  }));
}
