import type { Context } from '../context.ts';
import type { App } from '../lib/http/app.ts';
import { accountRoutes } from './accounts/routes-account.ts';
import { dashboardRoutes } from './overview/routes-dashboard.ts';
import { digestAdminRoutes } from './digests/routes-digest.ts';
import { digestsAdminRoutes } from './digests/routes-digests.ts';
import { draftRoutes } from './digests/routes-draft.ts';
import { addGuard } from './guard.ts';
import { addSessions } from './session-cookie.ts';
import { importRoutes } from './jobs/routes-import.ts';
import { jobRoutes } from './jobs/routes-jobs.ts';
import { inviteRoutes } from './accounts/routes-invite.ts';
import { logRoutes } from './accounts/routes-log.ts';
import { operatorsRoutes } from './accounts/routes-operators.ts';
import { secondFactorRoutes } from './accounts/routes-second-factor.ts';
import { keysRoutes } from './accounts/routes-keys.ts';
import { paperAdminRoutes } from './papers/routes-paper.ts';
import { papersAdminRoutes } from './papers/routes-papers.ts';
import { sendRoutes } from './digests/routes-send.ts';
import { testCopyRoutes } from './digests/routes-test-copies.ts';
import { signInRoutes } from './accounts/routes-sign-in.ts';
import { sourcesRoutes } from './papers/routes-sources.ts';
import { newSubscriberRoutes } from './subscribers/routes-subscriber-new.ts';
import { subscriberAdminRoutes } from './subscribers/routes-subscriber.ts';
import { subscribersAdminRoutes } from './subscribers/routes-subscribers.ts';
import { suppressionsRoutes } from './subscribers/routes-suppressions.ts';

/** The operator pages. All except signing in are protected by the guard. */
export function adminRoutes(ctx: Context) {
  return async (app: App): Promise<void> => {
    await addSessions(app, ctx);
    signInRoutes(ctx, app);
    inviteRoutes(ctx, app);
    await app.register(async (pages) => {
      addGuard(pages, ctx);
      dashboardRoutes(ctx, pages);
      digestsAdminRoutes(ctx, pages);
      digestAdminRoutes(ctx, pages);
      draftRoutes(ctx, pages);
      sendRoutes(ctx, pages);
      testCopyRoutes(ctx, pages);
      subscribersAdminRoutes(ctx, pages);
      subscriberAdminRoutes(ctx, pages);
      newSubscriberRoutes(ctx, pages);
      suppressionsRoutes(ctx, pages);
      importRoutes(ctx, pages);
      jobRoutes(ctx, pages);
      papersAdminRoutes(ctx, pages);
      paperAdminRoutes(ctx, pages);
      sourcesRoutes(ctx, pages);
      keysRoutes(ctx, pages);
      accountRoutes(ctx, pages);
      secondFactorRoutes(ctx, pages);
      operatorsRoutes(ctx, pages);
      logRoutes(ctx, pages);
    });
  };
}
