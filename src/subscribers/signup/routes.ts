import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { clientAddress } from '../../lib/http/client-address.ts';
import { Problem } from '../../lib/errors/problem.ts';
import type { App } from '../../lib/http/app.ts';
import { noQuery } from '../../lib/http/parameters.ts';
import { empty, json, page, refusal } from '../../lib/http/responses.ts';
import { subscribeAnswer } from '../answers.ts';
import { parseTypedAddress, type AddressFault, addressFaults } from '../address.ts';
import { preferenceInput, readerLanguages } from '../preferences/definitions.ts';
import { addressRoutes } from '../account/routes-address.ts';
import { manageRoutes } from '../account/routes-manage.ts';
import { unsubscribeRoutes } from '../account/routes-unsubscribe.ts';
import { preferencesRoutes } from '../preferences/routes-preferences.ts';
import { confirmRoutes } from './routes-confirm.ts';
import { subscribe } from './subscribe.ts';
import { isGuessable, suggestedDomain } from './typo.ts';

/**
 * Minimum milliseconds of each subscribe request, so that its duration reveals nothing about the
 * address.
 */
const answerAfter = 20;

/** Milliseconds that a client waits for the same response if it fills in the hidden field. */
const answerRobotAfter = 2000;

/**
 * Bots fill in `homepage`, a hidden field. A value of `email` that is not text counts as an empty
 * address, which gets a validation message.
 */
const subscribeFields = preferenceInput.extend({
  email: z.preprocess((value) => (typeof value === 'string' ? value : ''), z.string()),
  homepage: z.string().optional().catch('').describe('Leave it empty'),
});
const subscribeBody = z.preprocess((body) => body ?? {}, subscribeFields);

const tags = ['Subscription'];

/**
 * The subscriber's pages: subscribe, confirm, preferences, unsubscribe, change of address, export
 * and erase.
 */
export function subscribersRoutes(ctx: Context) {
  return async (app: App): Promise<void> => {
    addSubscribe(ctx, app);
    addGetSubscribePage(app);
    addCheckInboxPage(app);
    addDomainHint(app);

    // Token pages are private: not cached, not indexed, and not sent as a referrer.
    await app.register(async (pages: App) => {
      pages.addHook('onRequest', (_request, reply, done) => {
        reply
          .header('cache-control', 'no-store')
          .header('referrer-policy', 'no-referrer')
          .header('x-robots-tag', 'noindex');
        done();
      });
      confirmRoutes(ctx, pages);
      addressRoutes(ctx, pages);
      manageRoutes(ctx, pages);
      await pages.register(async (scope: App) => unsubscribeRoutes(ctx, scope));
      preferencesRoutes(ctx, pages);
    });
  };
}

function addSubscribe(ctx: Context, app: App): void {
  app.post(
    '/subscribe',
    {
      config: { rateLimit: { max: ctx.config.SUBSCRIBE_RATE }, journal: false },
      schema: {
        operationId: 'subscribe',
        tags,
        summary: 'Subscribe an address',
        description:
          'The answer is the same for every address. The preferences take effect on confirmation.',
        consumes: ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'],
        body: subscribeBody,
        response: {
          202: json('A confirmation is sent if the address may be mailed', subscribeAnswer),
          303: empty('The same, for a form'),
          422: refusal('An invalid address or preference'),
        },
      },
    },
    async (request, reply) => {
      const began = performance.now();
      const { email, homepage, ...preferences } = request.body;
      const address = await parseTypedAddress(email, ctx.config);
      if (!address.ok) return refuse(request, reply, email, address.fault);
      const language =
        preferences.language ?? readerLanguages.find((name) => name === request.words.lang);
      await subscribe(ctx, {
        address,
        preferences: { ...preferences, language },
        page: formPage(request.headers.referer, ctx.config.PUBLIC_URL),
        ip: clientAddress(request),
      });
      const next = checkInboxUrl(address.email);
      const duration = (homepage ?? '') === '' ? answerAfter : answerRobotAfter;
      await delay(Math.max(0, duration - (performance.now() - began)));
      if (request.wantsJson) return reply.status(202).send({ status: 'pending' });
      return reply.redirect(next, 303);
    },
  );
}

/** Maximum characters of a path in a consent record. */
const maximumPath = 200;

/** The path of the page with the form, without its query. Null unless it is a page of this site. */
function formPage(referer: string | undefined, publicUrl: string): string | null {
  const from = referer !== undefined && URL.canParse(referer) ? new URL(referer) : null;
  return from?.origin === new URL(publicUrl).origin ? from.pathname.slice(0, maximumPath) : null;
}

/** The next page, with the suggested domain only: an address must not be in a URL. */
function checkInboxUrl(email: string): string {
  const meant = suggestedDomain(email);
  return `/subscribe/check-inbox${meant === undefined ? '' : `?meant=${meant}`}`;
}

function addGetSubscribePage(app: App): void {
  app.get(
    '/subscribe',
    {
      config: { cached: true },
      schema: {
        operationId: 'getSubscribePage',
        tags,
        summary: 'Get the page that subscribes',
        querystring: noQuery,
        response: { 200: page('The form', z.object({ status: z.literal('open') })) },
      },
    },
    (request, reply) => {
      reply.header('cache-control', 'public, max-age=300');
      if (request.wantsJson) return { status: 'open' as const };
      const title = request.words.t('subscribe-title');
      return reply.page('subscribe', {
        title,
        canonical: '/subscribe',
        email: '',
        error: null,
        notice: null,
      });
    },
  );
}

function addCheckInboxPage(app: App): void {
  app.get(
    '/subscribe/check-inbox',
    {
      config: { cached: true },
      schema: {
        querystring: z.object({ meant: z.string().optional().catch(undefined) }),
        response: { 200: page('What to do next', subscribeAnswer) },
      },
    },
    (request, reply) => {
      reply.header('cache-control', 'public, max-age=300');
      if (request.wantsJson) return { status: 'pending' as const };
      const { meant } = request.query;
      return reply.page('check-inbox', {
        title: request.words.t('check-inbox-title'),
        meant: isGuessable(meant) ? meant : null,
      });
    },
  );
}

// For the hint next to the field while the reader types: `gmial.com` is probably `gmail.com`.
function addDomainHint(app: App): void {
  app.get(
    '/subscribe/meant',
    {
      schema: {
        querystring: z.object({ domain: z.string().max(253).default('') }),
        response: {
          200: json(
            'The domain that was probably meant',
            z.object({ domain: z.string().nullable() }),
          ),
        },
      },
    },
    (request, reply) => {
      reply.header('cache-control', 'public, max-age=86400');
      return { domain: suggestedDomain(`a@${request.query.domain}`) ?? null };
    },
  );
}

/** The page with the form, the typed address and a message next to the field. */
async function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  email: string,
  fault: AddressFault,
) {
  if (request.wantsJson) {
    const message = addressFaults[fault];
    throw new Problem(422, 'Invalid address', message, [{ path: 'email', message }]);
  }
  const { words } = request;
  return reply.status(422).send(
    await reply.page('subscribe', {
      title: words.t('subscribe-title'),
      email,
      error: words.t(fault),
      notice: null,
    }),
  );
}
