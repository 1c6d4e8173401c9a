import type { FastifyInstance } from 'fastify';
import type { Context } from '../../src/context.ts';
import { dummyHash } from '../../src/admin/accounts/passwords.ts';
import type { Role } from '../../src/admin/accounts/roles.ts';
import { cookieName } from '../../src/admin/session-cookie.ts';
import { startSession } from '../../src/admin/accounts/sessions.ts';
import { form } from './app.ts';

/** Headers that a browser sends with its cookie from a page of https://papers.example. */
export const fromOurPage = { 'sec-fetch-site': 'same-origin', origin: 'https://papers.example' };

let count = 0;

/** Signs an operator in and returns the value of the cookie. The operator's password is unknown. */
export async function signedIn(
  ctx: Context,
  role: Role = 'owner',
): Promise<{ id: number; cookie: string }> {
  count += 1;
  const email = `operator${count}@example.org`;
  const { id } = await ctx.db.prisma.operator.create({
    data: { email, emailKey: email, passwordHash: dummyHash, role },
  });
  return { id, cookie: `${cookieName(ctx)}=${await startSession(ctx, id)}` };
}

/**
 * An operator's browser on top of `inject`. It reads the CSRF token of its session from the forms
 * of a page.
 */
export async function operatorOn(
  ctx: Context,
  app: FastifyInstance,
  language = 'en',
  role: Role = 'owner',
) {
  const { id, cookie } = await signedIn(ctx, role);
  const headers = { cookie, accept: 'text/html', 'accept-language': language };
  const get = (url: string) => app.inject({ url, headers });
  const [, csrf = ''] =
    /name="csrf" value="([\w-]+)"/.exec((await get('/admin/account')).body) ?? [];
  const post = (
    url: string,
    fields: Record<string, string> = {},
    more: Record<string, string> = {},
  ) => {
    const { headers: type, payload } = form({ csrf, ...fields });
    return app.inject({
      method: 'POST',
      url,
      headers: { ...headers, ...fromOurPage, ...type, ...more },
      payload,
    });
  };
  return { id, cookie, csrf, get, post };
}
