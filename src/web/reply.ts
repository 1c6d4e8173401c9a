import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyReply } from 'fastify';
import type { Liquid } from 'liquidjs';
import { showsInbox } from '../config/config.ts';
import type { Context } from '../context.ts';
import { makeLiquid, unindented, wordsOf } from '../mail/liquid.ts';
import { byline } from '../papers/byline.ts';
import type { App } from '../lib/http/app.ts';
import { noQuery } from '../lib/http/parameters.ts';
import { text as file } from '../lib/http/responses.ts';
import { basePath, linksUnderBase } from '../lib/http/base-path.ts';
import { longDate, shortDate } from '../lib/format/dates.ts';
import { ownLanguageName } from '../lib/format/languages.ts';
import { listText } from '../lib/format/lists.ts';
import { withNoBreakSpaces } from '../lib/format/no-break.ts';
import { counted, numberText } from '../lib/format/numbers.ts';
import { authorsText } from '../papers/authors-text.ts';
import { latexToHtml, latexToText } from '../lib/latex/latex.ts';
import type { Words } from '../lib/i18n/words.ts';
import type { Negotiate } from './negotiate.ts';

declare module 'fastify' {
  interface FastifyReply {
    /** Renders a page of `templates/web` in the common layout. */
    page(template: string, data: PageData): Promise<string>;
  }
  interface FastifyRequest {
    /**
     * Whether the client wants JSON: `/api`, `/webhooks`, `Accept: application/json`, or a JSON
     * body.
     */
    wantsJson: boolean;
    /**
     * The texts in the reader's language, taken from `Accept-Language` until a route knows a
     * preference.
     */
    words: Words;
  }
}

/** The data of every page, and the data that its template prints. */
interface PageData {
  /** Title of the page without the name of the site. */
  title: string;
  /** The canonical path for search engines, relative to PUBLIC_URL. Absent for private pages. */
  canonical?: string;
  description?: string;
  /** Whether the page describes a single work, for previews on other sites. */
  article?: boolean;
  /**
   * The path of an image of 1200 × 630 pixels for previews on other sites, and its description.
   */
  image?: string;
  imageText?: string;
  [key: string]: unknown;
}

const folder = fileURLToPath(new URL('../../templates/web', import.meta.url));

function makeEngine(cache: boolean): Liquid {
  const liquid = makeLiquid({
    root: folder,
    extname: '.liquid',
    cache,
    escape: true,
    fs: unindented,
  });
  liquid.registerFilter('math', latexToHtml);
  liquid.registerFilter('plain', latexToText);
  liquid.registerFilter('noBreak', withNoBreakSpaces);
  liquid.registerFilter('authors', inWords(authorsText));
  liquid.registerFilter('byline', inWords(byline));
  liquid.registerFilter('counted', inWords(counted));
  liquid.registerFilter('number', inWords(numberText));
  liquid.registerFilter('list', inWords(listText));
  liquid.registerFilter('shortDate', inWords(shortDate));
  liquid.registerFilter('longDate', inWords(longDate));
  return liquid;
}

/** A filter that returns text in the language of the page. */
function inWords<Value, Rest extends unknown[]>(
  describe: (words: Words, value: Value, ...rest: Rest) => string,
) {
  return function filter(
    this: { context: { globals: object } },
    value: Value,
    ...rest: Rest
  ): string {
    return describe(wordsOf(this.context.globals), value, ...rest);
  };
}

/**
 * Loads a static file, minified if the build did that. Its name changes with its content, so that
 * it can be cached for a year.
 */
function readAsset(name: string, ending: string, type: string) {
  const source = `${folder}/${name}.${ending}`;
  const built = fileURLToPath(new URL(`../assets/${name}.${ending}`, import.meta.url));
  const text = readFileSync(existsSync(built) ? built : source, 'utf8');
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 10);
  return { text, type: `${type}; charset=utf-8`, path: `/assets/${name}.${hash}.${ending}` };
}

type Asset = ReturnType<typeof readAsset>;
type Assets = Record<'style' | 'adminStyle' | 'script' | 'icon', Asset>;

/** Adds `reply.page`, and serves the static files of all pages. */
export function addPages(app: App, ctx: Context, negotiate: Negotiate): void {
  const assets = {
    style: readAsset('style', 'css', 'text/css'),
    adminStyle: readAsset('admin', 'css', 'text/css'),
    script: readAsset('script', 'js', 'text/javascript'),
    icon: readAsset('icon', 'svg', 'image/svg+xml'),
  };
  addNegotiation(app, negotiate);
  addRendering(app, ctx, frameOf(ctx, assets));
  for (const asset of Object.values(assets)) addAsset(app, asset);
}

/** Default data of the common layout. */
function frameOf(ctx: Context, { style, adminStyle, script, icon }: Assets) {
  return {
    siteName: ctx.config.SITE_NAME,
    publicUrl: ctx.config.PUBLIC_URL,
    stylePath: style.path,
    adminStylePath: adminStyle.path,
    admin: false,
    scriptPath: script.path,
    iconPath: icon.path,
    inbox: showsInbox(ctx.config),
    canonical: undefined,
    description: undefined,
    article: false,
    image: undefined,
    siteLanguages: ctx.words.languages.map(ownLanguageName),
  };
}

function addNegotiation(app: App, negotiate: Negotiate): void {
  app.decorateRequest('wantsJson', false);
  app.decorateRequest('words');
  app.addHook('onRequest', (request, reply, done) => {
    const { json, words } = negotiate(request.headers);
    const route = request.routeOptions.url ?? request.url;
    request.wantsJson = json || /^\/(?:api|webhooks)\/(?!docs$)/.test(route);
    request.words = words;
    reply.header('vary', 'Accept, Accept-Language');
    done();
  });
}

function addRendering(app: App, { config }: Context, frame: ReturnType<typeof frameOf>): void {
  const base = basePath(config.PUBLIC_URL);
  const engine = makeEngine(config.NODE_ENV !== 'development');
  app.decorateReply(
    'page',
    async function page(this: FastifyReply, template: string, data: PageData) {
      this.type('text/html; charset=utf-8');
      const { words } = this.request;
      const page = { ...frame, lang: words.lang, dir: words.dir, ...data };
      const html: unknown = await engine.renderFile(template, page, { globals: { words } });
      return linksUnderBase(String(html), base);
    },
  );
}

function addAsset(app: App, { path, text, type }: Asset): void {
  const schema = { querystring: noQuery, response: { 200: file('A static file', type) } };
  app.get(path, { config: { cached: true }, schema }, (_request, reply) =>
    reply
      .type(type)
      .removeHeader('vary')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(text),
  );
}
