import type { Registry } from 'prom-client';
import { addGuard } from '../admin/guard.ts';
import { maximumList, maximumText } from '../admin/jobs/upload.ts';
import { adminRoutes } from '../admin/routes.ts';
import { addSessions } from '../admin/session-cookie.ts';
import { webhookRoutes } from '../bounces/webhooks/routes.ts';
import type { GetText } from '../bounces/webhooks/sns.ts';
import type { Context } from '../context.ts';
import { digestsApiRoutes } from '../digests/routes-api.ts';
import { ownDigestRoutes } from '../digests/routes-own.ts';
import { digestsRoutes } from '../digests/routes-pages.ts';
import { inboxRoutes } from '../inbox/routes.ts';
import type { App } from '../lib/http/app.ts';
import { papersApiRoutes, papersImportRoutes } from '../papers/routes-api.ts';
import { authorRoutes } from '../papers/routes-author.ts';
import { papersRoutes } from '../papers/routes-pages.ts';
import { searchRoutes } from '../papers/search/routes-search.ts';
import { subscribersApiRoutes, subscribersImportRoutes } from '../subscribers/routes-api.ts';
import { subscribersRoutes } from '../subscribers/signup/routes.ts';
import {
  suppressionsApiRoutes,
  suppressionsImportRoutes,
} from '../subscribers/suppressions/routes-api.ts';
import { aboutRoutes } from './about.ts';
import { takeFiles, takeText } from './body.ts';
import { feedRoutes } from './feeds/routes.ts';
import { healthRoutes } from './health.ts';
import { metricsRoutes } from './metrics/routes.ts';
import { openApiRoutes } from './openapi/routes.ts';
import { robotsRoutes } from './robots.ts';
import { siteFileRoutes } from './site-files.ts';

/**
 * Maximum bytes of a batch of events. SendGrid sends up to 768 KB. Postmark may include the email.
 */
const webhookLimit = 2_000_000;

interface Options {
  registry: Registry;
  getText: GetText | undefined;
}

/** All routes of the app. */
export async function addRoutes(app: App, ctx: Context, options: Options): Promise<void> {
  await addPapers(app, ctx);
  await addDigests(app, ctx);
  await addSubscribers(app, ctx);
  await addSuppressions(app, ctx);
  await addWebhooks(app, ctx, options.getText);
  await addSite(app, ctx);
  await app.register(healthRoutes(ctx));
  await app.register(metricsRoutes(ctx, options.registry));
  await addInbox(app, ctx);
  await app.register(adminRoutes(ctx));
  await app.register(openApiRoutes(ctx.config.PUBLIC_URL));
}

async function addPapers(app: App, ctx: Context): Promise<void> {
  await app.register(papersRoutes(ctx));
  await app.register(papersApiRoutes(ctx));
  await app.register(authorRoutes(ctx));
  await app.register(searchRoutes(ctx));
  await app.register(async (imports) => {
    takeFiles(imports, maximumText);
    await imports.register(papersImportRoutes(ctx));
  });
}

async function addDigests(app: App, ctx: Context): Promise<void> {
  await app.register(digestsRoutes(ctx));
  await app.register(ownDigestRoutes(ctx));
  await app.register(digestsApiRoutes(ctx));
}

async function addSubscribers(app: App, ctx: Context): Promise<void> {
  await app.register(subscribersRoutes(ctx));
  await app.register(subscribersApiRoutes(ctx));
  await app.register(async (imports) => {
    takeFiles(imports, maximumList);
    await imports.register(subscribersImportRoutes(ctx));
  });
}

async function addSuppressions(app: App, ctx: Context): Promise<void> {
  await app.register(suppressionsApiRoutes(ctx));
  await app.register(async (imports) => {
    takeFiles(imports, maximumList);
    await imports.register(suppressionsImportRoutes(ctx));
  });
}

/** @param getText fetches certificates of Amazon SNS */
async function addWebhooks(app: App, ctx: Context, getText: GetText | undefined): Promise<void> {
  await app.register(async (events) => {
    takeText(events, webhookLimit);
    await events.register(webhookRoutes(ctx, getText));
  });
}

/** Feeds and standard files of the site. */
async function addSite(app: App, ctx: Context): Promise<void> {
  await app.register(feedRoutes(ctx));
  await app.register(robotsRoutes(ctx));
  await app.register(siteFileRoutes(ctx));
  await app.register(aboutRoutes(ctx));
}

/** The local inbox. It requires an operator unless it is open to everybody. */
async function addInbox(app: App, ctx: Context): Promise<void> {
  await app.register(
    inboxRoutes(ctx, async (scope, isOpen) => {
      await addSessions(scope, ctx);
      addGuard(scope, ctx, isOpen);
    }),
  );
}
