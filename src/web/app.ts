import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import compress from '@fastify/compress';
import helmet from '@fastify/helmet';
import fastify, { type FastifyBaseLogger, LogController, type onRouteHookHandler } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Registry } from 'prom-client';
import type { GetText } from '../bounces/webhooks/sns.ts';
import type { Context } from '../context.ts';
import type { JournalWriter } from '../journal/writer.ts';
import type { App } from '../lib/http/app.ts';
import { basePath, withoutBase } from '../lib/http/base-path.ts';
import { addAllowedMethods } from './allowed-methods.ts';
import { addApiAccess } from './api-access.ts';
import { addBasePath } from './base-path.ts';
import { addBodies } from './body.ts';
import { addErrors } from './errors.ts';
import { addJournal } from './journal.ts';
import { makeRegistry } from './metrics/registry.ts';
import { addRequestMetrics } from './metrics/requests.ts';
import { negotiation } from './negotiate.ts';
import { addImages } from './og-images.ts';
import { addOpenApi } from './openapi/document.ts';
import { addPageCache } from './page-cache.ts';
import { addRateLimits } from './rate-limit.ts';
import { addPages } from './reply.ts';
import { addRequestLog } from './request-log.ts';
import { addRoutes } from './routes.ts';
import { securityHeaders } from './security-headers.ts';
import { addValidation } from './validation.ts';

/** Maximum bytes of an ordinary request body. */
const bodyLimit = 100_000;
/** Maximum characters of a path parameter. */
const maxParamLength = 200;

interface Options {
  /** Fetches certificates of Amazon SNS. Tests replace it. */
  getText?: GetText;
  /** The metrics of this process. */
  registry?: Registry;
  /** Written before the response to a request that changed something. */
  journal?: JournalWriter;
  /** Called for every route. Tests use it to list them. */
  onRoute?: onRouteHookHandler;
}

/** Builds the web server without listening. app/roles.ts makes it listen, tests use `inject`. */
export async function buildApp(
  ctx: Context,
  { getText, registry = makeRegistry(ctx), journal, onRoute }: Options = {},
): Promise<App> {
  const app = makeServer(ctx);
  const negotiate = negotiation(ctx.words);
  addPageCache(app, ctx, negotiate);
  addRequestLog(app, ctx);
  addBasePath(app, basePath(ctx.config.PUBLIC_URL));
  addValidation(app);
  if (onRoute !== undefined) app.addHook('onRoute', onRoute);
  const allowedMethods = addAllowedMethods(app, maxParamLength);
  await addOpenApi(app, ctx);
  await app.register(helmet, securityHeaders(ctx.config.PUBLIC_URL));
  await addCompression(app);
  await addBodies(app);
  addPages(app, ctx, negotiate);
  addImages(app);
  addErrors(app, ctx, allowedMethods);
  await addRateLimits(app, ctx);
  addApiAccess(app, ctx);
  addRequestMetrics(app, registry);
  if (journal !== undefined) addJournal(app, ctx, journal);
  await addRoutes(app, ctx, { registry, getText });
  return app;
}

function makeServer({ config, log }: Context): App {
  const base = basePath(config.PUBLIC_URL);
  // Fastify's own log lines have no event.
  const loggerInstance: FastifyBaseLogger = log.child({ event: 'web.server' });
  return fastify({
    loggerInstance,
    // URLs of pages contain tokens, so requests are logged by the name of their route.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.TRUST_PROXY ?? false,
    rewriteUrl: ({ url = '/' }) => withoutBase(url, base),
    bodyLimit,
    frameworkErrors: (error, _request, reply) => sendMalformed(error, reply.raw),
    genReqId: () => randomUUID(),
    // A child logger per request would take more time than a cached page.
    childLoggerFactory: (logger) => logger,
    requestTimeout: 30_000,
    routerOptions: { maxParamLength },
  }).withTypeProvider<ZodTypeProvider>();
}

/** Responds to requests that are rejected before routing, such as a broken percent encoding. */
function sendMalformed(
  { statusCode: status = 400, message: detail }: { statusCode?: number; message: string },
  raw: ServerResponse,
): void {
  const problem = { type: 'about:blank', title: 'Bad request', status, detail };
  raw
    .writeHead(status, { 'content-type': 'application/problem+json' })
    .end(JSON.stringify(problem));
}

/** Compresses uncached pages and API files. */
async function addCompression(app: App): Promise<void> {
  await app.register(compress, {
    encodings: ['gzip', 'deflate'],
    threshold: 1024,
    globalDecompression: false,
  });
}
