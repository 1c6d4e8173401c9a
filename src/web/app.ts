import { randomUUID } from 'node:crypto';
import compress from '@fastify/compress';
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import fastify, { type FastifyBaseLogger, LogController, type onRouteHookHandler } from 'fastify';
import type { Registry } from 'prom-client';
import { z } from 'zod';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { webhookRoutes } from '../bounces/webhooks/routes.ts';
import type { GetText } from '../bounces/webhooks/sns.ts';
import { adminRoutes } from '../admin/routes.ts';
import { addGuard } from '../admin/guard.ts';
import { addSessions } from '../admin/session-cookie.ts';
import type { Context } from '../context.ts';
import { digestsApiRoutes } from '../digests/routes-api.ts';
import { ownDigestRoutes } from '../digests/routes-own.ts';
import { digestsRoutes } from '../digests/routes-pages.ts';
import type { JournalWriter } from '../journal/writer.ts';
import type { App } from '../lib/http/app.ts';
import { basePath, withoutBase } from '../lib/http/base-path.ts';
import { noQuery } from '../lib/http/parameters.ts';
import { page } from '../lib/http/responses.ts';
import { papersApiRoutes, papersImportRoutes } from '../papers/routes-api.ts';
import { authorRoutes } from '../papers/routes-author.ts';
import { papersRoutes } from '../papers/routes-pages.ts';
import { searchRoutes } from '../papers/search/search-routes.ts';
import { subscribersApiRoutes, subscribersImportRoutes } from '../subscribers/routes-api.ts';
import {
  suppressionsApiRoutes,
  suppressionsImportRoutes,
} from '../subscribers/suppressions/routes-api.ts';
import { subscribersRoutes } from '../subscribers/signup/routes.ts';
import { addAllowedMethods } from './allowed-methods.ts';
import { addApiAccess } from './api-access.ts';
import { addBodies, takeFiles, takeText } from './body.ts';
import { addErrors } from './errors.ts';
import { feedRoutes } from './feeds/routes.ts';
import { healthRoutes } from './health.ts';
import { inboxRoutes } from '../inbox/routes.ts';
import { negotiation } from './negotiate.ts';
import { addOpenApi } from './openapi/document.ts';
import { openApiRoutes } from './openapi/routes.ts';
import { makeRegistry } from './metrics/registry.ts';
import { addRequestMetrics } from './metrics/requests.ts';
import { metricsRoutes } from './metrics/routes.ts';
import { addJournal } from './journal.ts';
import { addBasePath } from './base-path.ts';
import { addPageCache } from './page-cache.ts';
import { addPictures } from './og-images.ts';
import { addRateLimits } from './rate-limit.ts';
import { addRequestLog } from './request-log.ts';
import { addPages } from './reply.ts';
import { robotsRoutes } from './robots.ts';
import { addValidation } from './validation.ts';
import { siteFileRoutes } from './site-files.ts';

/** Bytes of an ordinary body, and of a file that is imported. */
const bodyLimit = 100_000;
const importLimit = 200_000_000;
/** Bytes of a batch of events: SendGrid's are 768 KB at most, Postmark's may hold the mail. */
const webhookLimit = 2_000_000;
/** Characters of a path parameter. */
const maxParamLength = 200;

interface Options {
  /** Fetches certificates of Amazon SNS; tests replace it. */
  getText?: GetText;
  /** The metrics of this process. */
  registry?: Registry;
  /** Written before a request that changed something is answered. */
  journal?: JournalWriter;
  /** Is called with every route; tests list them. */
  onRoute?: onRouteHookHandler;
}

/**
 * The web server as a value: it listens when main.ts says so, and tests call it through `inject`.
 */
export async function buildApp(
  ctx: Context,
  { getText, registry = makeRegistry(ctx), journal, onRoute }: Options = {},
): Promise<App> {
  const { PUBLIC_URL: publicUrl, TRUST_PROXY: proxies } = ctx.config;
  const base = basePath(publicUrl);
  // Fastify's own lines have no event.
  const loggerInstance: FastifyBaseLogger = ctx.log.child({ event: 'web.server' });
  const app: App = fastify({
    loggerInstance,
    // Addresses of pages hold tokens: requests are logged below, by the name of their route.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: proxies ?? false,
    rewriteUrl: ({ url = '/' }) => withoutBase(url, base),
    bodyLimit,
    // What is refused before any route is looked for, such as a broken percent encoding.
    frameworkErrors: (error, _request, reply) => {
      const status = error.statusCode ?? 400;
      const problem = { type: 'about:blank', title: 'Bad request', status, detail: error.message };
      reply.raw
        .writeHead(status, { 'content-type': 'application/problem+json' })
        .end(JSON.stringify(problem));
    },
    genReqId: () => randomUUID(),
    // A logger of its own for each request takes more time than a cached page.
    childLoggerFactory: (logger) => logger,
    requestTimeout: 30_000,
    routerOptions: { maxParamLength },
  }).withTypeProvider<ZodTypeProvider>();
  const negotiate = negotiation(ctx.words);
  addPageCache(app, ctx, negotiate);
  addRequestLog(app, ctx);
  addBasePath(app, base);
  addValidation(app);
  if (onRoute !== undefined) app.addHook('onRoute', onRoute);
  const allowedMethods = addAllowedMethods(app, maxParamLength);
  await addOpenApi(app, ctx);
  await app.register(helmet, protection(publicUrl));
  // Pages that are not cached, and files of the API.
  await app.register(compress, {
    encodings: ['gzip', 'deflate'],
    threshold: 1024,
    globalDecompression: false,
  });
  await addBodies(app);
  addPages(app, ctx, negotiate);
  addPictures(app);
  addErrors(app, ctx, allowedMethods);
  await addRateLimits(app, ctx);
  addApiAccess(app, ctx);
  addRequestMetrics(app, registry);
  if (journal !== undefined) addJournal(app, ctx, journal);
  await app.register(papersRoutes(ctx));
  await app.register(papersApiRoutes(ctx));
  await app.register(authorRoutes(ctx));
  await app.register(searchRoutes(ctx));
  await app.register(digestsRoutes(ctx));
  await app.register(ownDigestRoutes(ctx));
  await app.register(digestsApiRoutes(ctx));
  await app.register(subscribersRoutes(ctx));
  await app.register(subscribersApiRoutes(ctx));
  await app.register(suppressionsApiRoutes(ctx));
  await app.register(async (files) => {
    takeText(files, importLimit);
    await files.register(papersImportRoutes(ctx));
  });
  await app.register(async (files) => {
    takeFiles(files, importLimit);
    await files.register(subscribersImportRoutes(ctx));
    await files.register(suppressionsImportRoutes(ctx));
  });
  await app.register(async (events) => {
    takeText(events, webhookLimit);
    await events.register(webhookRoutes(ctx, getText));
  });
  await app.register(feedRoutes(ctx));
  await app.register(robotsRoutes(ctx));
  await app.register(siteFileRoutes(ctx));
  await app.register(healthRoutes(ctx));
  await app.register(metricsRoutes(ctx, registry));
  await app.register(
    inboxRoutes(ctx, async (scope, isOpen) => {
      await addSessions(scope, ctx);
      addGuard(scope, ctx, isOpen);
    }),
  );
  await app.register(adminRoutes(ctx));
  await app.register(openApiRoutes(publicUrl));
  const about = {
    querystring: noQuery,
    response: { 200: page('About this newsletter', z.object({ name: z.string() })) },
  };
  app.get('/about', { config: { cached: true }, schema: about }, (request, reply) => {
    reply.header('cache-control', 'public, max-age=300');
    if (request.wantsJson) return { name: ctx.config.SITE_NAME };
    return reply.page('about', { title: request.words.t('about-title'), canonical: '/about' });
  });
  return app;
}

/**
 * The headers that say to browsers what a page may do: nothing but show itself, with its own styles
 * and scripts.
 */
function protection(publicUrl: string): FastifyHelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        frameSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // Only this host: whether its subdomains speak TLS is not ours to say.
    strictTransportSecurity: publicUrl.startsWith('https:') && {
      maxAge: 31_536_000,
      includeSubDomains: false,
    },
    crossOriginEmbedderPolicy: false,
    // For browsers and plug-ins that are gone, or the same as the default of those that are left.
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xDnsPrefetchControl: false,
    xXssProtection: false,
    originAgentCluster: false,
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
  };
}
