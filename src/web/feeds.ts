import type { FastifyInstance } from 'fastify';
import { generateAtomFeed, generateJsonFeed } from 'feedsmith';
import { dayIn } from '../calendar.ts';
import type { Context } from '../context.ts';
import { publicDigests } from '../digests/reading.ts';
import { authorsText } from '../papers/describe.ts';
import { latexToText } from '../papers/latex.ts';
import type { Paper } from '../papers/paper.ts';
import { latestDay, papersOfDay, rises } from '../papers/reading.ts';
import { rankPapers } from '../papers/trending.ts';

/** Papers in a feed. */
const entries = 50;

/** Atom (RFC 4287) and JSON Feed 1.1 of the latest day's papers; sitemap and robots. */
export function feedRoutes(ctx: Context) {
  const { PUBLIC_URL: publicUrl, SITE_NAME: siteName } = ctx.config;

  return async (app: FastifyInstance): Promise<void> => {
    app.get('/feed.xml', async (_request, reply) => {
      const papers = await latestPapers(ctx);
      const atom = generateAtomFeed({
        id: `${publicUrl}/`,
        title: { value: siteName },
        updated: newest(papers, ctx.now()),
        links: [
          { href: `${publicUrl}/feed.xml`, rel: 'self', type: 'application/atom+xml' },
          { href: `${publicUrl}/`, rel: 'alternate', type: 'text/html' },
        ],
        authors: [{ name: siteName }],
        entries: papers.map((paper) => ({
          id: `${publicUrl}/papers/${paper.id}`,
          title: { value: latexToText(paper.title) },
          updated: new Date(`${paper.listedOn}T00:00:00Z`),
          summary: { value: latexToText(paper.abstract) },
          links: [{ href: `${publicUrl}/papers/${paper.id}`, rel: 'alternate', type: 'text/html' }],
          authors: [{ name: authorsText(ctx.words('en'), paper) || siteName }],
        })),
      });
      return reply
        .type('application/atom+xml; charset=utf-8')
        .header('cache-control', 'public, max-age=300')
        .send(atom);
    });

    app.get('/feed.json', async (_request, reply) => {
      const papers = await latestPapers(ctx);
      const feed = generateJsonFeed({
        title: siteName,
        home_page_url: `${publicUrl}/`,
        feed_url: `${publicUrl}/feed.json`,
        items: papers.map((paper) => ({
          id: `${publicUrl}/papers/${paper.id}`,
          url: `${publicUrl}/papers/${paper.id}`,
          title: latexToText(paper.title),
          content_text: latexToText(paper.abstract),
          date_published: new Date(`${paper.listedOn}T00:00:00Z`),
          authors: paper.authors.map((name) => ({ name })),
          tags: paper.categories,
        })),
      });
      return reply
        .type('application/feed+json; charset=utf-8')
        .header('cache-control', 'public, max-age=300')
        .send(JSON.stringify(feed));
    });

    app.get('/sitemap.xml', async (_request, reply) => {
      const digests = await publicDigests(ctx.db, 'daily', null, 1000);
      const papers = await latestPapers(ctx);
      const urls = [
        '/',
        '/digests',
        '/about',
        ...digests.map(({ date }) => `/digests/${date}`),
        ...papers.map(({ id }) => `/papers/${id}`),
      ];
      return reply
        .type('application/xml; charset=utf-8')
        .send(
          `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls
            .map((url) => `<url><loc>${publicUrl}${url}</loc></url>`)
            .join('\n')}\n</urlset>\n`,
        );
    });

    app.get('/robots.txt', (_request, reply) =>
      reply
        .type('text/plain; charset=utf-8')
        .send(
          `User-agent: *\nDisallow: /confirm/\nDisallow: /unsubscribe/\nDisallow: /preferences/\nDisallow: /manage/\nDisallow: /inbox\nSitemap: ${publicUrl}/sitemap.xml\n`,
        ),
    );
  };
}

async function latestPapers(ctx: Context): Promise<Paper[]> {
  const today = dayIn(ctx.config.DIGEST_TIMEZONE, ctx.now());
  const day = await latestDay(ctx.db, today);
  if (day === null) return [];
  const papers = await papersOfDay(ctx.db, day);
  const rise = await rises(
    ctx.db,
    papers.map(({ id }) => id),
    ctx.now(),
  );
  return rankPapers(papers, day, rise)
    .slice(0, entries)
    .map(({ paper }) => paper);
}

function newest(papers: Paper[], now: Date): Date {
  const [day] = papers
    .map(({ listedOn }) => listedOn)
    .toSorted()
    .toReversed();
  return day === undefined ? now : new Date(`${day}T00:00:00Z`);
}
