import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { parseInput, Problem } from '../problem.ts';
import { parseAddress } from './address.ts';
import { confirm, type ConfirmState, readConfirmation } from './confirm.ts';
import { eraseSubscriber } from './erase.ts';
import { exportReader } from './export.ts';
import { askToManage, readManageToken } from './manage.ts';
import { preferenceInput } from './preference-input.ts';
import { changePreferences, pause, type Preferences, readPreferences, suggestTopics } from './preferences.ts';
import { subscribe } from './subscribe.ts';
import { readToken } from './tokens.ts';
import { unsubscribe } from './unsubscribe.ts';

const tokenParam = z.object({ token: z.string().max(100) });

/** Every subscribe takes this long at least, so that its time says nothing about the address. */
const answerAfter = 25;

const subscribeInput = preferenceInput.extend({ email: z.string().catch('') });

/** The reader's own pages: subscribe, confirm, preferences, unsubscribe, export and erase. */
export function subscribersRoutes(ctx: Context) {
  return async (app: FastifyInstance): Promise<void> => {
    const limited = { config: { rateLimit: { max: ctx.config.SUBSCRIBE_RATE } } };
    app.post('/subscribe', limited, async (request, reply) => {
      const began = performance.now();
      const { email, ...preferences } = parseInput(subscribeInput, request.body ?? {});
      const address = parseAddress(email);
      if (!address.ok) return refuse(request, reply, email, address.reason);
      await subscribe(ctx, { address, preferences, page: '/', ip: request.ip });
      await delay(Math.max(0, answerAfter - (performance.now() - began)));
      if (request.wantsJson) return reply.status(202).send({ status: 'pending' });
      return reply.redirect('/subscribe/check-inbox', 303);
    });

    app.get('/subscribe/check-inbox', (request, reply) => {
      if (request.wantsJson) return { status: 'pending' };
      return reply.page('check-inbox', { title: 'Check your inbox' });
    });

    // Token pages are nobody's business: not kept, not named to the sites they link to.
    await app.register(async (pages) => {
      pages.addHook('onRequest', (_request, reply, done) => {
        reply
          .header('cache-control', 'no-store')
          .header('referrer-policy', 'no-referrer')
          .header('x-robots-tag', 'noindex');
        done();
      });
      confirmRoutes(ctx, pages);
      unsubscribeRoutes(ctx, pages);
      preferencesRoutes(ctx, pages);
      manageRoutes(ctx, pages);
    });
  };
}

/** Beside the field, with what was typed. */
async function refuse(request: FastifyRequest, reply: FastifyReply, email: string, reason: string) {
  if (request.wantsJson) throw new Problem(422, 'Invalid address', reason, [{ path: 'email', message: reason }]);
  return reply
    .status(422)
    .send(await reply.page('subscribe', { title: 'Subscribe', email, error: reason, notice: null }));
}

function tokenOf(request: FastifyRequest): string {
  const parsed = tokenParam.safeParse(request.params);
  if (!parsed.success) throw unknownLink();
  return parsed.data.token;
}

function unknownLink(): Problem {
  return new Problem(
    404,
    'Unknown link',
    'This link is not one of ours. Perhaps the mail program cut it: copy the whole line.',
  );
}

function confirmRoutes(ctx: Context, app: FastifyInstance): void {
  app.get('/confirm/:token', async (request, reply) => {
    const token = tokenOf(request);
    return confirmAnswer(request, reply, await readConfirmation(ctx, token));
  });
  app.post('/confirm/:token', async (request, reply) =>
    confirmAnswer(request, reply, await confirm(ctx, tokenOf(request), request.ip)),
  );
}

async function confirmAnswer(request: FastifyRequest, reply: FastifyReply, state: ConfirmState) {
  if (state === 'unknown') throw unknownLink();
  if (state === 'gone')
    return goneAnswer(request, reply, 'This link is no longer good. Type your address to get a fresh one.');
  if (request.wantsJson) return { status: state === 'open' ? 'pending' : 'active' };
  const title = state === 'open' ? 'Confirm your subscription' : 'You are subscribed';
  return reply.page('confirm', { title, state });
}

async function goneAnswer(request: FastifyRequest, reply: FastifyReply, detail: string) {
  if (request.wantsJson) throw new Problem(410, 'Gone', detail);
  return reply
    .status(410)
    .send(await reply.page('subscribe', { title: 'This link has expired', email: '', error: null, notice: detail }));
}

function unsubscribeRoutes(ctx: Context, app: FastifyInstance): void {
  app.get('/unsubscribe/:token', (request, reply) => {
    if (readToken(ctx.keys, 'unsubscribe', tokenOf(request)) === undefined) throw unknownLink();
    if (request.wantsJson) return { status: 'open' };
    return reply.page('unsubscribe', { title: 'Unsubscribe', done: false });
  });

  // RFC 8058: no cookie, no origin check, no redirect; whatever the body, the POST is the answer.
  app.post('/unsubscribe/:token', async (request, reply) => {
    if ((await unsubscribe(ctx, tokenOf(request))) === 'unknown') throw unknownLink();
    if (request.wantsJson) return { status: 'unsubscribed' };
    return reply.page('unsubscribe', { title: 'You have left', done: true });
  });
}

const preferencesForm = preferenceInput.extend({
  action: z.enum(['save', 'pause', 'resume', 'manage'], 'save, pause, resume or manage').default('save'),
  days: z.coerce.number('1 to 366 days').int().min(1).max(366).default(14),
});

function preferencesRoutes(ctx: Context, app: FastifyInstance): void {
  app.get('/preferences/:token', async (request, reply) => {
    const found = await reader(tokenOf(request));
    if (found === undefined) return goneAnswer(request, reply, 'This address is not subscribed. Type it to come back.');
    return preferencesPage(request, reply, found);
  });

  app.post('/preferences/:token', async (request, reply) => {
    const token = tokenOf(request);
    const found = await reader(token);
    if (found === undefined) return goneAnswer(request, reply, 'This address is not subscribed. Type it to come back.');
    const { action, days, ...input } = parseInput(preferencesForm, request.body ?? {});
    if (action === 'save') await changePreferences(ctx, found.id, input);
    else if (action === 'manage') await askToManage(ctx, found.id);
    else await pause(ctx, found.id, action === 'pause' ? new Date(ctx.now().getTime() + days * 86_400_000) : undefined);
    return preferencesPage(request, reply, (await reader(token)) ?? found, action);
  });

  function reader(token: string) {
    if (readToken(ctx.keys, 'preferences', token) === undefined) throw unknownLink();
    return readPreferences(ctx, token);
  }

  async function preferencesPage(
    request: FastifyRequest,
    reply: FastifyReply,
    found: Preferences & { id: number },
    done?: string,
  ) {
    const { id: _, ...preferences } = found;
    if (request.wantsJson) return preferences;
    return reply.page('preferences', {
      title: 'Your preferences',
      ...preferences,
      done,
      hours: Array.from({ length: 24 }, (_hour, hour) => hour),
      zones: Intl.supportedValuesOf('timeZone'),
      defaultTime: ctx.config.DIGEST_TIME,
      defaultZone: ctx.config.DIGEST_TIMEZONE,
      numbers: Array.from({ length: 21 }, (_number, index) => index + 5),
      defaultPapers: ctx.config.DIGEST_PAPERS,
      suggestions: await suggestTopics(ctx.db),
    });
  }
}

function manageRoutes(ctx: Context, app: FastifyInstance): void {
  app.get('/manage/:token', async (request, reply) => {
    const data = await exportReader(ctx, await owner(request));
    if (request.wantsJson) return data;
    return reply.page('manage', { title: 'Your data', data: JSON.stringify(data, null, 2), erased: false });
  });

  app.post('/manage/:token', async (request, reply) => {
    await eraseSubscriber(ctx, await owner(request));
    if (request.wantsJson) return { status: 'erased' };
    return reply.page('manage', { title: 'Your data is erased', erased: true });
  });

  async function owner(request: FastifyRequest): Promise<number> {
    const found = await readManageToken(ctx, tokenOf(request));
    if (found === 'unknown') throw unknownLink();
    if (found === 'gone')
      throw new Problem(410, 'This link has expired', 'Ask for a fresh one on your preferences page.');
    return found.subscriberId;
  }
}
