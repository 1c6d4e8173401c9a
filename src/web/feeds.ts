import type { FastifyInstance, FastifyReply } from 'fastify';
import { generateAtomFeed } from 'feedsmith';
import { dayIn } from '../lib/dates.ts';
import type { Context } from '../context.ts';
import { escapeHtml } from '../lib/text/escape-html.ts';
import { frontPages } from '../digests/queries.ts';
import { authorsText } from '../papers/describe.ts';
import { latexToText } from '../lib/latex/latex.ts';
import type { Paper } from '../papers/paper.ts';
import { latestDay, papersOfDay } from '../papers/reading.ts';
import { signalsOf } from '../papers/ranking/signals.ts';
import { rankPapers } from '../papers/ranking/trending.ts';
import type { Words } from '../lib/i18n/words.ts';

/** Entries of a feed. */
const most = 50;

/** A feed, before it is Atom or JSON. */
interface Feed {
  title: string;
  /** Paths: of the page it is about, and of its own two files without their ending. */
  page: string;
  path: string;
  entries: Entry[];
}

interface Entry {
  /** The page of the entry, which is its id as well. */
  path: string;
  title: string;
  at: Date;
  text?: string;
  html?: string;
  authors: string[];
  tags: string[];
}

/** Atom (RFC 4287) and JSON Feed 1.1 of the latest day's papers and of the digests. */
export function feedRoutes(ctx: Context) {
  const kept = { config: { kept: true } };
  return async (app: FastifyInstance): Promise<void> => {
    for (const [path, read] of [
      ['/feed', papersFeed],
      ['/digests/feed', digestsFeed],
    ] as const) {
      app.get(`${path}.xml`, kept, async ({ words }, reply) =>
        send(reply, 'application/atom+xml', atom(ctx, await read(ctx, words))),
      );
      app.get(`${path}.json`, kept, async ({ words }, reply) =>
        send(reply, 'application/feed+json', json(ctx, words, await read(ctx, words))),
      );
    }
  };
}

function send(reply: FastifyReply, type: string, body: string): FastifyReply {
  return reply.type(`${type}; charset=utf-8`).header('cache-control', 'public, max-age=300').send(body);
}

async function papersFeed(ctx: Context, words: Words): Promise<Feed> {
  const entries = (await latestPapers(ctx)).map((paper) => ({
    path: `/papers/${paper.id}`,
    title: latexToText(paper.title),
    at: midnight(paper.listedOn),
    text: latexToText(paper.abstract),
    authors: paper.authors.length > 0 ? paper.authors : [authorsText(words, paper)].filter(Boolean),
    tags: paper.categories,
  }));
  return { title: words.t('frame-feed-papers', { site: ctx.config.SITE_NAME }), page: '/', path: '/feed', entries };
}

async function digestsFeed(ctx: Context, words: Words): Promise<Feed> {
  const { PUBLIC_URL: publicUrl, SITE_NAME: site } = ctx.config;
  const entries = (await frontPages(ctx.db, most)).map(({ kind, date, subject, readyAt, papers }) => ({
    path: kind === 'weekly' ? `/digests/${date}?kind=weekly` : `/digests/${date}`,
    title: subject,
    at: readyAt,
    html: `<ol>${papers
      .map(({ id, title }) => `<li><a href="${publicUrl}/papers/${id}">${escapeHtml(latexToText(title))}</a></li>`)
      .join('')}</ol>`,
    authors: [],
    tags: [],
  }));
  return { title: words.t('frame-feed-digests', { site }), page: '/digests', path: '/digests/feed', entries };
}

function atom({ config: { PUBLIC_URL: url, SITE_NAME: site }, now }: Context, feed: Feed): string {
  return generateAtomFeed({
    id: url + feed.page,
    title: { value: feed.title },
    updated: newest(feed.entries) ?? now(),
    links: [
      { href: `${url}${feed.path}.xml`, rel: 'self', type: 'application/atom+xml' },
      { href: url + feed.page, rel: 'alternate', type: 'text/html' },
    ],
    authors: [{ name: site }],
    entries: feed.entries.map(({ path, title, at, text, html, authors, tags }) => ({
      id: url + path,
      title: { value: title },
      published: at,
      updated: at,
      ...(text === undefined || text === '' ? {} : { summary: { value: text } }),
      ...(html === undefined ? {} : { content: { value: html, type: 'html' } }),
      links: [{ href: url + path, rel: 'alternate', type: 'text/html' }],
      authors: authors.map((name) => ({ name })),
      categories: tags.map((term) => ({ term })),
    })),
  });
}

function json({ config: { PUBLIC_URL: url } }: Context, { lang }: Words, feed: Feed): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    language: lang,
    home_page_url: url + feed.page,
    feed_url: `${url}${feed.path}.json`,
    items: feed.entries.map(({ path, title, at, text, html, authors, tags }) => ({
      id: url + path,
      url: url + path,
      title,
      // Either of the two is required, also where there is no abstract.
      ...(html === undefined ? { content_text: text ?? '' } : { content_html: html }),
      date_published: at,
      authors: authors.map((name) => ({ name })),
      tags,
    })),
  });
}

async function latestPapers(ctx: Context): Promise<Paper[]> {
  const day = await latestDay(ctx.db, dayIn(ctx.config.DIGEST_TIMEZONE, ctx.now()));
  if (day === null) return [];
  const papers = await papersOfDay(ctx.db, day);
  return rankPapers(papers, ctx.now(), await signalsOf(ctx.db, papers, ctx.now()))
    .slice(0, most)
    .map(({ paper }) => paper);
}

function midnight(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

function newest(entries: Entry[]): Date | undefined {
  return entries.map(({ at }) => at).toSorted((a, b) => b.getTime() - a.getTime())[0];
}
