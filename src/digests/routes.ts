import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { day } from '../lib/dates.ts';
import type { Context } from '../context.ts';
import { largestId } from '../lib/pagination.ts';
import { picturesPerMinute, rankingPicture, rankingText } from '../og-images/subject.ts';
import { exactly, parseInput, WordedProblem } from '../lib/errors/problem.ts';
import type { digestAnswer } from './answers.ts';
import { composeDraft } from './compose/compose.ts';
import { digestKind, type Digest, type DigestKind } from './digest.ts';
import { dateText, issuePaperOnPage } from './mail/issue.ts';
import { sendInput, sendNow, sendTests } from './send/manual-send.ts';
import { reasonText } from '../papers/ranking/reason-text.ts';
import { countsOf, digestOf, isPublic, issueTitles, noDigest, poolOf, publicDigests } from './queries.ts';
import { cancelDigest, pauseDigest, resumeDigest, takeBack } from './send/states.ts';
import { issueSubject } from './compose/subject.ts';

/** Digests on one page of the archive. */
const perPage = 30;

const kindQuery = z.object({ kind: digestKind.default('daily') });
const dateParam = z.object({ date: day });

/** Milliseconds that a request spends on queueing; what is left is queued by the next tick. */
const patience = 2000;

/** Papers that are chosen by hand, in their order. */
export const paperIds = z
  .array(z.int('ids of papers').min(1, 'ids of papers').max(largestId, 'ids of papers'))
  .min(1, 'one paper at least')
  .max(200, 'at most 200 papers');

const composeInput = exactly(z.object({ date: day, kind: digestKind.default('daily'), paperIds: paperIds.optional() }));

const kept = { config: { kept: true } };
const drawn = { config: { rateLimit: { max: picturesPerMinute } } };

/** The archive, the issue as a web page, and digests over the API. */
export function digestsRoutes(ctx: Context) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get('/digests', kept, async (request, reply) => {
      const { kind, before } = parseInput(kindQuery.extend({ before: day.optional() }), request.query);
      const found = await publicDigests(ctx.db, kind, before ?? null, perPage + 1);
      const shownHere = found.slice(0, perPage);
      const items = shownHere.map(({ date, subject, status }) => ({ date, kind, subject, status }));
      const next = found.length > perPage ? (items.at(-1)?.date ?? null) : null;
      reply.header('cache-control', 'public, max-age=60');
      if (request.wantsJson) return { items, nextCursor: next };
      const { words } = request;
      const titles = await issueTitles(
        ctx.db,
        shownHere.map(({ id }) => id),
      );
      const weekly = kind === 'weekly' ? '?kind=weekly' : '';
      return reply.page('digests', {
        title: words.t('digests-title'),
        canonical: `/digests${weekly}`,
        kind,
        digests: shownHere.map(({ id, date, subject }) => ({
          date,
          subject: issueSubject(ctx.words, words, subject, titles.get(id) ?? []),
          href: `/digests/${date}${weekly}`,
        })),
        nextUrl: next === null ? null : `/digests?${weekly === '' ? '' : 'kind=weekly&'}before=${next}`,
      });
    });

    app.get('/digests/:date.png', drawn, async (request, reply) => {
      const { words } = request;
      const found = await publicDigest(request);
      const papers = (await poolOf(ctx.db, found.id, found.issueSize)).map(({ content }) => content);
      const note = papers.some(({ source }) => source === 'sample') ? words.t('mail-sample') : '';
      const heading = { site: ctx.config.SITE_NAME, dateText: dateText(words, found), date: found.date, note };
      return reply.picture(
        rankingPicture(
          heading,
          papers.map(({ title }) => title),
        ),
      );
    });

    app.get('/digests/:date', kept, async (request, reply) => {
      const found = await publicDigest(request);
      const { kind, date } = found;
      const papers = await poolOf(ctx.db, found.id, found.issueSize);
      reply.header('cache-control', 'public, max-age=300');
      if (request.wantsJson)
        return {
          date,
          kind,
          subject: found.subject,
          papers: papers.map(({ rank, content }) => ({
            rank,
            ...content,
            reason: reasonText(request.words, content.reasons),
          })),
        };
      const { words } = request;
      const titles = papers.map(({ content }) => content.title);
      const subject = issueSubject(ctx.words, words, found.subject, titles);
      return reply.page('digest', {
        title: subject,
        canonical: `/digests/${date}${kind === 'weekly' ? '?kind=weekly' : ''}`,
        article: true,
        picture: `/digests/${date}.png${kind === 'weekly' ? '?kind=weekly' : ''}`,
        pictureText: rankingText(dateText(words, found), titles),
        archive: kind === 'weekly' ? '/digests?kind=weekly' : '/digests',
        description: titles.slice(0, 3).join(' · '),
        dateText: dateText(words, found),
        subject,
        papers: papers.map((pooled) => issuePaperOnPage(words, pooled)),
        sample: papers.some(({ content }) => content.source === 'sample'),
      });
    });

    apiRoutes(ctx, app);
  };

  async function publicDigest({ params, query }: FastifyRequest): Promise<Digest> {
    const { kind } = parseInput(kindQuery, query);
    const { date = '' } = dateParam.safeParse(params).data ?? {};
    const found = date === '' ? undefined : await digestOf(ctx.db, kind, date);
    if (found === undefined || !isPublic(found)) throw new WordedProblem(404, 'digest-missing');
    return found;
  }
}

function apiRoutes(ctx: Context, app: FastifyInstance): void {
  const read = { config: { scope: 'digests:read' as const } };
  const write = { config: { scope: 'digests:write' as const } };

  app.post('/api/v1/digests', write, async (request, reply) => {
    const { digest, replaced } = await composeDraft(ctx, parseInput(composeInput, request.body));
    return reply.status(replaced ? 200 : 201).send(await shown(ctx, digest.kind, digest.date));
  });

  app.get('/api/v1/digests/:date', read, (request) => {
    const { date } = parseInput(dateParam, request.params);
    return shown(ctx, parseInput(kindQuery, request.query).kind, date);
  });

  app.post('/api/v1/digests/:date/send', write, async (request, reply) => {
    const { date } = parseInput(dateParam, request.params);
    const { kind } = parseInput(kindQuery, request.query);
    const { at, to } = parseInput(sendInput, request.body ?? {});
    if (to !== undefined) {
      await sendTests(ctx, { kind, date, to });
      return answer(reply, 202, kind, date);
    }
    const { first } = await sendNow(ctx, { kind, date, at: at === undefined ? undefined : new Date(at), patience });
    return answer(reply, first ? 202 : 200, kind, date);
  });

  const acts = { pause: pauseDigest, resume: resumeDigest, cancel: cancelDigest, draft: takeBack };
  for (const [name, act] of Object.entries(acts)) {
    app.post(`/api/v1/digests/:date/${name}`, write, async (request, reply) => {
      const { date } = parseInput(dateParam, request.params);
      const { kind } = parseInput(kindQuery, request.query);
      await act(ctx, kind, date);
      return answer(reply, 200, kind, date);
    });
  }

  async function answer(reply: FastifyReply, status: number, kind: DigestKind, date: string) {
    return reply.status(status).send(await shown(ctx, kind, date));
  }
}

/** A digest as the API shows it. @throws Problem 404 */
export async function shown(ctx: Context, kind: DigestKind, date: string) {
  const found = await digestOf(ctx.db, kind, date);
  if (found === undefined) throw noDigest(kind, date);
  return view(ctx, found);
}

async function view(ctx: Context, digest: Digest): Promise<z.output<typeof digestAnswer>> {
  const papers = await poolOf(ctx.db, digest.id, digest.issueSize);
  return {
    date: digest.date,
    kind: digest.kind,
    status: digest.status,
    reason: digest.reason,
    subject: digest.subject,
    sendAt: digest.sendAt,
    papers: papers.map(({ rank, score, content }) => ({
      rank,
      id: content.id,
      title: content.title,
      score,
      reasons: content.reasons,
      reason: reasonText(ctx.words('en'), content.reasons),
    })),
    counts: await countsOf(ctx.db, digest),
  };
}
