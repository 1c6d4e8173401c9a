import { z } from 'zod';
import type { Context } from '../context.ts';
import { day, type Day } from '../lib/dates.ts';
import { WordedProblem } from '../lib/errors/problem.ts';
import type { App } from '../lib/http/app.ts';
import { image, page, refusal } from '../lib/http/responses.ts';
import type { Words } from '../lib/i18n/words.ts';
import { imagesPerMinute, rankingImage, rankingText } from '../og-images/subject.ts';
import {
  archiveAnswer,
  digestDateText,
  digestKindText,
  issueAnswer,
  rankedPapers,
} from './answers.ts';
import { subjectFor } from './compose/subject.ts';
import { type Digest, digestKind, type DigestKind, isPublic, type Pooled } from './digest.ts';
import { dateText, issuePaperOnPage } from './mail/issue.ts';
import { issuePath, kindQuery } from './mail/web-path.ts';
import { digestOf, issueTitles, poolOf, publicDigests } from './queries.ts';

/** Digests per page of the archive. */
const perPage = 30;

const tags = ['Digests'];
const params = z.object({ date: day.describe(digestDateText) });
const querystring = z.object({ kind: digestKind.default('daily').describe(digestKindText) });
const archiveQuery = querystring.extend({
  before: day.optional().describe('The nextCursor of an earlier response'),
});
const invalid = refusal('An invalid parameter');

/** The archive, and the issue as a web page. */
export function digestsRoutes(ctx: Context) {
  return async (app: App): Promise<void> => {
    addGetArchive(ctx, app);
    addGetIssue(ctx, app);
    addGetIssueImage(ctx, app);
  };
}

function addGetArchive(ctx: Context, app: App): void {
  app.get(
    '/digests',
    {
      config: { cached: true },
      schema: {
        operationId: 'getArchive',
        tags,
        summary: 'Get the archive',
        querystring: archiveQuery,
        response: { 200: page('Digests', archiveAnswer), 422: invalid },
      },
    },
    async (request, reply) => {
      const { kind, before } = request.query;
      const found = await publicDigests(ctx.db, kind, before ?? null, perPage + 1);
      const shownHere = found.slice(0, perPage);
      const items = shownHere.map(({ date, subject, status }) => ({
        date,
        kind,
        subject,
        status,
      }));
      const next = found.length > perPage ? (items.at(-1)?.date ?? null) : null;
      reply.header('cache-control', 'public, max-age=60');
      if (request.wantsJson) return { items, nextCursor: next };
      return reply.page('digests', await archiveView(ctx, request.words, kind, shownHere, next));
    },
  );
}

/** @param before the date that the next page starts after, or null on the last page */
async function archiveView(
  ctx: Context,
  words: Words,
  kind: DigestKind,
  digests: Digest[],
  before: Day | null,
) {
  const ids = digests.map(({ id }) => id);
  const titles = await issueTitles(ctx.db, ids);
  const archive = `/digests${kindQuery(kind)}`;
  return {
    title: words.t('digests-title'),
    canonical: archive,
    kind,
    digests: digests.map((digest) => ({
      date: digest.date,
      subject: subjectFor(words, digest, titles.get(digest.id) ?? []),
      href: issuePath(digest),
    })),
    nextUrl: before && `${archive}${kind === 'weekly' ? '&' : '?'}before=${before}`,
  };
}

function addGetIssue(ctx: Context, app: App): void {
  app.get(
    '/digests/:date',
    {
      config: { cached: true, notFound: 'digest-missing' },
      schema: {
        operationId: 'getIssue',
        tags,
        summary: 'Get an issue',
        params,
        querystring,
        response: {
          200: page('The issue', issueAnswer),
          404: refusal('No such digest'),
          422: invalid,
        },
      },
    },
    async (request, reply) => {
      const { kind, date } = { ...request.query, ...request.params };
      const found = await publicDigest(ctx, kind, date);
      const papers = await poolOf(ctx.db, found.id, found.issueSize);
      reply.header('cache-control', 'public, max-age=300');
      if (request.wantsJson) {
        return {
          date,
          kind,
          subject: found.subject,
          papers: rankedPapers(request.words, papers),
        };
      }
      return reply.page('digest', issueView(request.words, found, papers));
    },
  );
}

function issueView(words: Words, digest: Digest, papers: Pooled[]) {
  const { date, kind } = digest;
  const titles = papers.map(({ content }) => content.title);
  const subject = subjectFor(words, digest, titles);
  return {
    title: subject,
    canonical: issuePath(digest),
    article: true,
    image: `/digests/${date}.png${kindQuery(kind)}`,
    imageText: rankingText(dateText(words, digest), titles),
    archive: `/digests${kindQuery(kind)}`,
    description: titles.slice(0, 3).join(' · '),
    dateText: dateText(words, digest),
    subject,
    papers: papers.map((pooled) => issuePaperOnPage(words, pooled)),
    sample: papers.some(({ content }) => content.source === 'sample'),
  };
}

function addGetIssueImage(ctx: Context, app: App): void {
  app.get(
    '/digests/:date.png',
    {
      config: { rateLimit: { max: imagesPerMinute }, notFound: 'digest-missing' },
      schema: {
        operationId: 'getIssueImage',
        tags,
        summary: 'Get the preview image of an issue',
        params,
        querystring,
        response: { ...image, 422: invalid },
      },
    },
    async ({ params, query, words }, reply) => {
      const found = await publicDigest(ctx, query.kind, params.date);
      const papers = (await poolOf(ctx.db, found.id, found.issueSize)).map(
        ({ content }) => content,
      );
      const note = papers.some(({ source }) => source === 'sample') ? words.t('mail-sample') : '';
      const heading = {
        site: ctx.config.SITE_NAME,
        dateText: dateText(words, found),
        date: found.date,
        note,
      };
      const titles = papers.map(({ title }) => title);
      return reply.image(rankingImage(heading, titles));
    },
  );
}

async function publicDigest(ctx: Context, kind: DigestKind, date: Day): Promise<Digest> {
  const found = await digestOf(ctx.db, kind, date);
  if (found === undefined || !isPublic(found)) throw new WordedProblem(404, 'digest-missing');
  return found;
}
