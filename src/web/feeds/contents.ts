import { type Context, today } from '../../context.ts';
import { dateOf } from '../../lib/dates.ts';
import { WordedProblem } from '../../lib/errors/problem.ts';
import { issuePath } from '../../digests/mail/web-path.ts';
import { frontPages } from '../../digests/queries.ts';
import type { IssuePaper } from '../../digests/sql.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { latexToText } from '../../lib/latex/latex.ts';
import { escapeHtml } from '../../lib/text/escape-html.ts';
import { authorPath, papersOfAuthor } from '../../papers/author.ts';
import { authorsText } from '../../papers/authors-text.ts';
import type { Paper } from '../../papers/paper.ts';
import { signalsOf } from '../../papers/ranking/signals.ts';
import { risingText } from '../../papers/ranking/reason-text.ts';
import type { Reason } from '../../papers/ranking/reasons.ts';
import { type Ranked, rankPapers } from '../../papers/ranking/trending.ts';
import { latestDay, papersOfDay } from '../../papers/reading.ts';
import { publicSearch, type SearchRequest } from '../../papers/search/request.ts';
import { searchPapers } from '../../papers/search/search.ts';
import type { Entry, Feed } from './formats.ts';

/** Maximum number of entries of a feed. */
const maximum = 50;

/** The papers of the latest day, best first. */
export async function papersFeed(ctx: Context, words: Words): Promise<Feed> {
  return {
    title: words.t('frame-feed-papers', { site: ctx.config.SITE_NAME }),
    page: '/',
    atom: '/feed.xml',
    json: '/feed.json',
    entries: (await latestPapers(ctx)).map(({ paper, reasons }) => entryOf(words, paper, reasons)),
  };
}

/** The newest papers that match a search. */
export async function searchFeed(
  ctx: Context,
  words: Words,
  filters: Pick<SearchRequest, 'q' | 'category' | 'to'>,
): Promise<Feed> {
  const asked = publicSearch(filters, today(ctx));
  const { papers } = await searchPapers(ctx.db, {
    ...asked,
    sort: 'date',
    limit: maximum,
    now: ctx.now(),
  });
  const { q, category } = filters;
  const query = new URLSearchParams({
    q,
    ...(category === undefined ? {} : { category }),
  }).toString();
  return {
    title: `${words.t('search-title-of', { q: [q, category].filter(Boolean).join(' ') })} · ${ctx.config.SITE_NAME}`,
    page: `/search?${query}`,
    atom: `/search.xml?${query}`,
    json: `/search.json?${query}`,
    entries: papers.map((paper) => entryOf(words, paper)),
  };
}

/** The newest papers of an author. */
export async function authorFeed(ctx: Context, words: Words, name: string): Promise<Feed> {
  const papers = await papersOfAuthor(ctx.db, name, today(ctx), maximum);
  if (papers.length === 0) throw new WordedProblem(404, 'author-missing');
  const page = authorPath(name);
  return {
    title: `${name} · ${ctx.config.SITE_NAME}`,
    page,
    atom: `${page}.xml`,
    json: `${page}.json`,
    entries: papers.map((paper) => entryOf(words, paper)),
  };
}

/** @param reasons why the paper ranks where it does. A rising paper is marked. */
function entryOf(words: Words, paper: Paper, reasons: Reason[] = []): Entry {
  const rising = risingText(words, reasons);
  return {
    path: `/papers/${paper.id}`,
    title: latexToText(paper.title),
    at: dateOf(paper.listedOn),
    text: [rising, latexToText(paper.abstract)].filter(Boolean).join('\n\n'),
    authors: paper.authors.length > 0 ? paper.authors : [authorsText(words, paper)].filter(Boolean),
    tags: paper.categories,
  };
}

/** The digests of both kinds, each with the titles of its papers. */
export async function digestsFeed(ctx: Context, words: Words): Promise<Feed> {
  const { PUBLIC_URL: publicUrl, SITE_NAME: site } = ctx.config;
  const entries = (await frontPages(ctx.db, maximum)).map(
    ({ kind, date, subject, readyAt, papers }) => ({
      path: issuePath({ kind, date }),
      title: subject,
      at: readyAt,
      html: `<ol>${papers.map((paper) => `<li>${lineOf(words, publicUrl, paper)}</li>`).join('')}</ol>`,
      authors: [],
      tags: [],
    }),
  );
  return {
    title: words.t('frame-feed-digests', { site }),
    page: '/digests',
    atom: '/digests/feed.xml',
    json: '/digests/feed.json',
    entries,
  };
}

/** A paper's title as a link, followed by its gain of upvotes. */
function lineOf(words: Words, publicUrl: string, { id, title, reasons }: IssuePaper): string {
  const rising = risingText(words, reasons);
  const link = `<a href="${publicUrl}/papers/${id}">${escapeHtml(latexToText(title))}</a>`;
  return rising === '' ? link : `${link} · ${escapeHtml(rising)}`;
}

async function latestPapers(ctx: Context): Promise<Ranked[]> {
  const day = await latestDay(ctx.db, today(ctx));
  if (day === null) return [];
  const papers = await papersOfDay(ctx.db, day);
  const signals = await signalsOf(ctx.db, papers, ctx.now());
  return rankPapers(papers, ctx.now(), signals).slice(0, maximum);
}
