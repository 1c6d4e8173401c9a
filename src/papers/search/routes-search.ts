import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Context, today } from '../../context.ts';
import type { App } from '../../lib/http/app.ts';
import { page, refusal } from '../../lib/http/responses.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { searchAnswer } from '../answers.ts';
import { didYouMean } from './did-you-mean.ts';
import { highlight } from './highlight.ts';
import { maximumMatches } from './sql.ts';
import { encodeCursor, type SearchQuery, searchQuery } from './query.ts';
import { publicSearch, type SearchRequest, searchSorts } from './request.ts';
import { searchPapers } from './search.ts';

/** Search results per page. */
const perPage = 20;

/** `GET /search`: an HTML page, or JSON. */
export function searchRoutes(ctx: Context) {
  return async (app: App): Promise<void> => {
    app.get(
      '/search',
      {
        config: { cached: true },
        // The page shows the form again, with a message at each invalid field.
        attachValidation: true,
        schema: {
          operationId: 'searchPapers',
          tags: ['Papers'],
          summary: 'Search papers',
          querystring: searchQuery,
          response: {
            200: page('The papers found', searchAnswer),
            422: refusal('An invalid filter'),
          },
        },
      },
      async (request, reply) => {
        const { validationError: error } = request;
        if (error !== undefined) {
          if (request.wantsJson) throw error;
          return wrongInput(request, reply, error);
        }
        const answer = await search(ctx, request.query);
        reply.header('cache-control', 'public, max-age=60');
        return request.wantsJson
          ? answer
          : resultsPage(request.words, reply, request.query, answer);
      },
    );
  };
}

type Answer = z.output<typeof searchAnswer>;

async function search(ctx: Context, { cursor, ...query }: SearchQuery): Promise<Answer> {
  const { q, category } = query;
  if (q.trim() === '' && category === undefined)
    return { items: [], nextCursor: null, matches: 0, capped: false, didYouMean: null };
  const request: SearchRequest = {
    ...publicSearch(query, today(ctx)),
    after: cursor,
    limit: perPage,
    now: ctx.now(),
  };
  const { papers, matches, words, next } = await searchPapers(ctx.db, request);
  const marked = new Set(words);
  return {
    items: papers.map((paper) => ({ ...paper, highlights: highlight(paper, marked) })),
    nextCursor: next === undefined ? null : encodeCursor(next),
    matches,
    capped: matches >= maximumMatches,
    didYouMean: matches === 0 ? await didYouMean(ctx.db, request) : null,
  };
}

function resultsPage(words: Words, reply: FastifyReply, query: SearchQuery, answer: Answer) {
  const { items, nextCursor, matches, capped } = answer;
  const asked = query.q.trim() !== '' || query.category !== undefined;
  const q = query.q.trim();
  return reply.page('search', {
    ...formOf(words, query),
    ...(asked ? {} : { canonical: '/search' }),
    title: q === '' ? words.t('search-title') : words.t('search-title-of', { q }),
    asked,
    papers: items,
    matches,
    capped,
    firstUrl: query.cursor === undefined ? undefined : urlOf(query),
    nextUrl: nextCursor === null ? undefined : urlOf({ ...query, cursor: nextCursor }),
    meant:
      answer.didYouMean === null
        ? undefined
        : {
            q: answer.didYouMean,
            url: urlOf({ ...query, q: answer.didYouMean, cursor: undefined }),
          },
    tagUrls: Object.fromEntries(
      items
        .flatMap(({ categories }) => categories)
        .map((category) => [category, urlOf({ ...query, category })]),
    ),
  });
}

/** Renders the submitted form with a message at each invalid field. */
function wrongInput(request: FastifyRequest, reply: FastifyReply, error: Error) {
  const { words } = request;
  const issues = error.cause instanceof z.ZodError ? error.cause.issues : [];
  const typed = z.record(z.string(), z.unknown()).safeParse(request.query).data ?? {};
  const text = (value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '').slice(0, 300) : '';
  const [q, from, to, category] = [typed['q'], typed['from'], typed['to'], typed['category']].map(
    text,
  );
  const sort = searchSorts.find((known) => known === typed['sort']) ?? 'relevance';
  const wrong = new Set(issues.map(({ path }) => path[0]));
  const said: Record<string, string> = {
    q: words.t('search-wrong-q'),
    from: words.t('search-wrong-day'),
    to: words.t(
      issues.some(({ code }) => code === 'custom') ? 'search-wrong-range' : 'search-wrong-day',
    ),
    category: words.t('search-wrong-category'),
    sort: words.t('search-wrong-sort'),
    cursor: words.t('search-wrong-cursor'),
  };
  const errors = Object.fromEntries(Object.entries(said).filter(([field]) => wrong.has(field)));
  reply.status(422).header('cache-control', 'no-store');
  return reply.page('search', {
    ...formOf(words, { q, from, to, category, sort }, errors),
    title: words.t('search-title'),
    asked: false,
  });
}

type Form = Partial<Record<'q' | 'from' | 'to' | 'category', string | undefined>> & {
  sort: SearchQuery['sort'];
};

function formOf(
  words: Words,
  { q = '', from = '', to = '', category = '', sort }: Form,
  errors = {},
) {
  const labels = {
    relevance: words.t('search-sort-relevance'),
    trending: words.t('search-sort-trending'),
    date: words.t('search-sort-date'),
  };
  return {
    q,
    from,
    to,
    category,
    sort,
    sorts: searchSorts.map((name) => ({ name, label: labels[name] })),
    filtered: from !== '' || to !== '' || category !== '',
    plainUrl: `/search?${new URLSearchParams({ q }).toString()}`,
    errors,
  };
}

/** The URL of a search. It contains only parameters that are set, in a fixed order. */
function urlOf({
  q,
  from,
  to,
  category,
  sort,
  cursor,
}: Omit<SearchQuery, 'cursor'> & { cursor?: unknown }): string {
  const set = Object.entries({
    q,
    from,
    to,
    category,
    sort: sort === 'relevance' ? undefined : sort,
    cursor,
  });
  return `/search?${new URLSearchParams(
    set.flatMap(([name, value]) =>
      typeof value === 'string' && value !== '' ? [[name, value]] : [],
    ),
  ).toString()}`;
}
