import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { accountRoutes } from './routes-account.ts';
import { dashboardRoutes } from './routes-dashboard.ts';
import { digestsAdminRoutes } from './routes-digests.ts';
import { draftRoutes } from './routes-draft.ts';
import { addGuard, addSessions } from './routes-guard.ts';
import { importRoutes } from './routes-import.ts';
import { jobRoutes } from './routes-jobs.ts';
import { keysRoutes } from './routes-keys.ts';
import { paperRoutes } from './routes-paper.ts';
import { papersRoutes } from './routes-papers.ts';
import { sendRoutes } from './routes-send.ts';
import { signInRoutes } from './routes-sign-in.ts';
import { sourcesRoutes } from './routes-sources.ts';
import { newSubscriberRoutes } from './routes-subscriber-new.ts';
import { subscriberRoutes } from './routes-subscriber.ts';
import { subscribersRoutes } from './routes-subscribers.ts';
import { suppressionsRoutes } from './routes-suppressions.ts';

/** The operators' pages. All but signing in stand behind the guard. */
export function adminRoutes(ctx: Context) {
  return async (app: FastifyInstance): Promise<void> => {
    await addSessions(app, ctx);
    signInRoutes(ctx, app);
    await app.register(async (pages) => {
      addGuard(pages, ctx);
      dashboardRoutes(ctx, pages);
      digestsAdminRoutes(ctx, pages);
      draftRoutes(ctx, pages);
      sendRoutes(ctx, pages);
      subscribersRoutes(ctx, pages);
      subscriberRoutes(ctx, pages);
      newSubscriberRoutes(ctx, pages);
      suppressionsRoutes(ctx, pages);
      importRoutes(ctx, pages);
      jobRoutes(ctx, pages);
      papersRoutes(ctx, pages);
      paperRoutes(ctx, pages);
      sourcesRoutes(ctx, pages);
      keysRoutes(ctx, pages);
      accountRoutes(ctx, pages);
    });
  };
}
