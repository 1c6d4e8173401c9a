import { expect, onTestFinished, test } from 'vitest';
import { roleFor } from '../../../src/admin/accounts/access.ts';
import { createApiKey, type Scope, scopes } from '../../../src/admin/accounts/api-keys.ts';
import { mayAct, operatorRole, type Role } from '../../../src/admin/accounts/roles.ts';
import type { Context } from '../../../src/context.ts';
import { buildApp } from '../../../src/web/app.ts';
import { form } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';
import { fromOurPage, operatorOn } from '../../support/operator.ts';

interface Route {
  method: string;
  url: string;
  scope: Scope | undefined;
}

/** Routes that need neither a session nor a key. */
const open = [
  'GET /',
  'GET /about',
  'GET /admin/invite/:token',
  'GET /admin/sign-in',
  'GET /address/:token',
  'GET /api/docs',
  'GET /api/openapi.json',
  'GET /authors/:name',
  'GET /authors/:name.xml',
  'GET /authors/:name.json',
  'GET /confirm/:token',
  'GET /digests',
  'GET /digests/:date',
  'GET /digests/:date.png',
  'GET /digests/feed.json',
  'GET /digests/feed.xml',
  'GET /feed.json',
  'GET /feed.xml',
  'GET /healthz',
  'GET /manage/:token',
  'GET /metrics',
  'GET /my/:token/digests/:date',
  'GET /papers',
  'GET /papers.png',
  'GET /papers/:id',
  'GET /papers/:id.png',
  'GET /preferences/:token',
  'GET /readyz',
  'GET /robots.txt',
  'GET /search',
  'GET /search.json',
  'GET /search.xml',
  'GET /sitemap.xml',
  'GET /subscribe',
  'GET /subscribe/check-inbox',
  'GET /subscribe/meant',
  'GET /unsubscribe/:token',
  'POST /address/:token',
  'POST /admin/invite/:token',
  'POST /admin/sign-in',
  'POST /admin/sign-in/code',
  'POST /admin/sign-out',
  'POST /admin/sign-out-everywhere',
  'POST /confirm/:token',
  'POST /manage/:token',
  'POST /preferences/:token',
  'POST /subscribe',
  'POST /unsubscribe/:token',
  'POST /webhooks/mailgun',
  'POST /webhooks/postmark',
  'POST /webhooks/sendgrid',
  'POST /webhooks/ses',
];

async function appWithRoutes(ctx: Context) {
  const routes: Route[] = [];
  const app = await buildApp(ctx, {
    onRoute: ({ method, url, config }) => {
      for (const one of [method].flat())
        if (one !== 'HEAD') routes.push({ method: one, url, scope: config?.scope });
    },
  });
  onTestFinished(() => app.close());
  await app.ready();
  return { app, routes };
}

/** Pages that show subscribers' addresses or keys, and actions that email subscribers. */
const ownerPages =
  /\/(?:subscribers|suppressions|keys|operators|invites|log)(?:\/|$)|^\/inbox|\/(?:send|pause|resume|cancel|retry)$/;

/** Whether a page may have this role: an independent statement of the rules for operators. */
function mayHaveRole({ method, url }: Route, role: Role): boolean {
  if (ownerPages.test(url)) return role === 'owner';
  return role !== 'viewer' || method === 'GET' || url.startsWith('/admin/account/');
}

/** The scope that an operation must require. */
function scopeOf({ method, url }: Route): string {
  const [, noun = ''] = /^\/api\/v1\/(\w+)/.exec(url) ?? [];
  const owners: Record<string, string> = { suppressions: 'subscribers', sources: 'papers' };
  return `${owners[noun] ?? noun}:${method === 'GET' ? 'read' : 'write'}`;
}

const json = { accept: 'application/json' };

function pathOf(url: string): string {
  return url
    .replace(':date', '2026-03-10')
    .replace(':id', '999999')
    .replace(':action', 'pause')
    .replace(':token', 'x');
}

test('enforces the access table for every route and every role', { timeout: 300_000 }, async () => {
  const { ctx } = await freshContext({ NODE_ENV: 'production', SMTP_URL: 'inbox' });
  const { app, routes } = await appWithRoutes(ctx);
  const guarded = routes.filter(({ url }) => /^\/(?:admin|inbox)(?:\/|$)/.test(url));
  const pages = guarded.filter(({ method, url }) => !open.includes(`${method} ${url}`));
  const api = routes.filter(({ url }) => url.startsWith('/api/v1/'));
  expect(pages.length).toBeGreaterThan(55);
  expect(api.length).toBeGreaterThan(20);
  const rest = routes.filter((route) => !pages.includes(route) && !api.includes(route));
  const unlisted = rest.map(({ method, url }) => `${method} ${url}`);
  expect(
    unlisted
      .filter((name) => !open.includes(name) && !name.startsWith('GET /assets/'))
      .filter(
        (name) => !/^GET \/.+\.(?:png|ico|txt|svg)$/.test(name) && !name.startsWith('OPTIONS'),
      ),
  ).toEqual([]);
  // Metrics have a route only with METRICS_TOKEN.
  expect(open.filter((name) => !unlisted.includes(name))).toEqual(['GET /metrics']);

  expect(pages.filter((page) => !mayHaveRole(page, roleFor(page.method, page.url)))).toEqual([]);
  expect(api.filter((route) => route.scope !== scopeOf(route))).toEqual([]);

  const operators = await Promise.all(
    operatorRole.options.map(
      async (role) => [role, await operatorOn(ctx, app, 'en', role)] as const,
    ),
  );
  const [, owner] = operators.find(([role]) => role === 'owner') ?? [];
  const expired = await operatorOn(ctx, app);
  const old = new Date('2020-01-01T00:00:00Z');
  await ctx.db.prisma.operatorSession.updateMany({
    where: { operatorId: expired.id },
    data: { startedAt: old },
  });
  const everyScope = await createApiKey(ctx, null, 'every', [...scopes]);
  const bearer = { authorization: `Bearer ${everyScope.key}` };

  async function ask(route: Route, headers: Record<string, string>, csrf = '') {
    const { headers: type, ...body } = route.method === 'GET' ? { headers: {} } : form({ csrf });
    const { statusCode } = await app.inject({
      method: route.method as 'GET',
      url: pathOf(route.url),
      headers: { accept: 'text/html', ...fromOurPage, ...type, ...headers },
      ...body,
    });
    return statusCode;
  }

  const wrong: string[] = [];
  const check = (who: string, { method, url }: Route, status: number, right: boolean) => {
    if (!right || status >= 500) wrong.push(`${who}: ${method} ${url} answered ${status}`);
  };

  for (const route of pages) {
    const refused = route.method === 'GET' ? [303] : [401];
    for (const [who, headers] of [
      ['nobody', {}],
      ['expired session', { cookie: expired.cookie }],
      ['API key', bearer],
    ] as const) {
      const status = await ask(route, headers);
      check(who, route, status, refused.includes(status));
    }
    const role = roleFor(route.method, route.url);
    for (const [who, { cookie, csrf }] of operators) {
      const status = await ask(route, { cookie }, csrf);
      check(who, route, status, (status === 403) === !mayAct(who, role) && status !== 401);
    }
    if (route.method === 'GET') continue;
    const status = await ask(route, { cookie: owner?.cookie ?? '' }, expired.csrf);
    check("another browser's token", route, status, status === 403);
  }

  const withScope = new Map<string, string>();
  const withoutScope = new Map<string, string>();
  for (const scope of scopes) {
    withScope.set(scope, (await createApiKey(ctx, null, scope, [scope])).key);
    const others = scopes.filter((one) => one !== scope);
    withoutScope.set(scope, (await createApiKey(ctx, null, `not ${scope}`, others)).key);
  }
  for (const route of api) {
    const scope = route.scope ?? '';
    for (const [who, headers] of [
      ['nobody', {}],
      ['owner', { cookie: owner?.cookie ?? '' }],
      ['unknown key', { authorization: 'Bearer dp_nothing' }],
    ] as const) {
      const status = await ask(route, { ...json, ...headers });
      check(who, route, status, status === 401);
    }
    const less = await ask(route, { ...json, authorization: `Bearer ${withoutScope.get(scope)}` });
    check(`key without ${scope}`, route, less, less === 403);
    const enough = await ask(route, { ...json, authorization: `Bearer ${withScope.get(scope)}` });
    check(`key with ${scope}`, route, enough, enough !== 401 && enough !== 403);
  }
  expect(wrong).toEqual([]);
});
