import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { parseInput, Problem } from '../../lib/errors/problem.ts';
import { parseTypedAddress, type AddressFault, addressFaults } from '../address.ts';
import { preferenceInput, readerLanguages } from '../preferences/preference-input.ts';
import { linkRoutes } from '../account/routes-links.ts';
import { preferencesRoutes } from '../preferences/routes-preferences.ts';
import { subscribe } from './subscribe.ts';
import { isGuessable, meantDomain } from './typo.ts';

/** Every subscribe takes this long at least, so that its time says nothing about the address. Milliseconds. */
const answerAfter = 20;

/** Who fills in the field that no person sees waits this long, and gets the same answer. Milliseconds. */
const answerRobotAfter = 2000;

const subscribeInput = preferenceInput.extend({ email: z.string().catch(''), homepage: z.string().catch('') });

/** The reader's own pages: subscribe, confirm, preferences, unsubscribe, change of address, export and erase. */
export function subscribersRoutes(ctx: Context) {
  return async (app: FastifyInstance): Promise<void> => {
    const limited = { config: { rateLimit: { max: ctx.config.SUBSCRIBE_RATE } } };
    app.post('/subscribe', limited, async (request, reply) => {
      const began = performance.now();
      const { email, homepage, ...wishes } = parseInput(subscribeInput, request.body ?? {});
      const address = await parseTypedAddress(email, ctx.config.REFUSE_DISPOSABLE);
      if (!address.ok) return refuse(request, reply, email, address.fault);
      const language = wishes.language ?? readerLanguages.find((name) => name === request.words.lang);
      await subscribe(ctx, { address, preferences: { ...wishes, language }, page: '/', ip: request.ip });
      const meant = meantDomain(address.email);
      await delay(Math.max(0, (homepage === '' ? answerAfter : answerRobotAfter) - (performance.now() - began)));
      if (request.wantsJson) return reply.status(202).send({ status: 'pending' });
      // The domain alone: an address has no place in a URL.
      return reply.redirect(`/subscribe/check-inbox${meant === undefined ? '' : `?meant=${meant}`}`, 303);
    });

    app.get('/subscribe/check-inbox', { config: { kept: true } }, (request, reply) => {
      reply.header('cache-control', 'public, max-age=300');
      if (request.wantsJson) return { status: 'pending' };
      const { meant } = parseInput(z.object({ meant: z.string().optional().catch(undefined) }), request.query);
      return reply.page('check-inbox', {
        title: request.words.t('check-inbox-title'),
        meant: isGuessable(meant) ? meant : null,
      });
    });

    // For the hint beside the field, while somebody types: `gmial.com` is `gmail.com`, perhaps.
    app.get('/subscribe/meant', (request, reply) => {
      const { domain } = parseInput(z.object({ domain: z.string().max(253).default('') }), request.query);
      return reply
        .header('cache-control', 'public, max-age=86400')
        .send({ domain: meantDomain(`a@${domain}`) ?? null });
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
      linkRoutes(ctx, pages);
      preferencesRoutes(ctx, pages);
    });
  };
}

/** Beside the field, with what was typed. */
async function refuse(request: FastifyRequest, reply: FastifyReply, email: string, fault: AddressFault) {
  if (request.wantsJson) {
    const message = addressFaults[fault];
    throw new Problem(422, 'Invalid address', message, [{ path: 'email', message }]);
  }
  const { words } = request;
  return reply
    .status(422)
    .send(
      await reply.page('subscribe', { title: words.t('subscribe-title'), email, error: words.t(fault), notice: null }),
    );
}
