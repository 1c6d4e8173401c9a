import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { accountRoutes } from './routes-account.ts';
import { dashboardRoutes } from './routes-dashboard.ts';
import { digestsAdminRoutes } from './routes-digests.ts';
import { draftRoutes } from './routes-draft.ts';
import { addGuard, addSessions } from './routes-guard.ts';
import { keysRoutes } from './routes-keys.ts';
import { sendRoutes } from './routes-send.ts';
import { signInRoutes } from './routes-sign-in.ts';

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
      keysRoutes(ctx, pages);
      accountRoutes(ctx, pages);
    });
  };
}
