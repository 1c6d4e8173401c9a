import { type Context, today } from '../context.ts';
import { issuePath } from '../digests/mail/web-path.ts';
import { publicDigests } from '../digests/queries.ts';
import type { App } from '../lib/http/app.ts';
import { basePath } from '../lib/http/base-path.ts';
import { noQuery } from '../lib/http/parameters.ts';
import { text } from '../lib/http/responses.ts';
import { escapeHtml } from '../lib/text/escape-html.ts';
import { allDays, newestPapers } from '../papers/reading.ts';

/** A sitemap holds at most 50,000 URLs. Digests and days leave room for this many papers. */
const maximumPapers = 20_000;
const maximumDigests = 5000;

/** Paths that are private or duplicate another page. */
const closed = [
  '/confirm/',
  '/unsubscribe/',
  '/preferences/',
  '/manage/',
  '/my/',
  '/subscribe/',
  '/inbox',
  '/admin',
  '/search',
];

const sitemapSchema = {
  querystring: noQuery,
  response: { 200: text('The sitemap', 'application/xml') },
};
const robotsSchema = {
  querystring: noQuery,
  response: { 200: text('The rules for crawlers', 'text/plain') },
};

/** Files for search engines: `robots.txt` and the sitemap. */
export function robotsRoutes(ctx: Context) {
  const { PUBLIC_URL: publicUrl } = ctx.config;
  return async (app: App): Promise<void> => {
    app.get(
      '/sitemap.xml',
      { config: { cached: true }, schema: sitemapSchema },
      async (_request, reply) => {
        const urls = (await sitemapPaths(ctx)).map(
          (path) => `<url><loc>${escapeHtml(publicUrl + path)}</loc></url>`,
        );
        return reply
          .type('application/xml; charset=utf-8')
          .header('cache-control', 'public, max-age=3600')
          .send(
            `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join('\n')}\n</urlset>\n`,
          );
      },
    );

    app.get('/robots.txt', { config: { cached: true }, schema: robotsSchema }, (_request, reply) =>
      reply
        .type('text/plain; charset=utf-8')
        .header('cache-control', 'public, max-age=3600')
        .send(
          [
            'User-agent: *',
            ...closed.map((path) => `Disallow: ${basePath(publicUrl)}${path}`),
            `Sitemap: ${publicUrl}/sitemap.xml`,
            '',
          ].join('\n'),
        ),
    );
  };
}

async function sitemapPaths(ctx: Context): Promise<string[]> {
  const date = today(ctx);
  const [daily, weekly, days, papers] = await Promise.all([
    publicDigests(ctx.db, 'daily', null, maximumDigests),
    publicDigests(ctx.db, 'weekly', null, maximumDigests),
    allDays(ctx.db, date),
    newestPapers(ctx.db, date, maximumPapers),
  ]);
  return [
    '/',
    '/digests',
    '/digests?kind=weekly',
    '/about',
    '/api/docs',
    ...[...daily, ...weekly].map(issuePath),
    ...days.map((day) => `/papers?date=${day}`),
    ...papers.map((id) => `/papers/${id}`),
  ];
}
