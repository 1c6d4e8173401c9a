import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dayIn } from '../../lib/dates.ts';
import type { Context } from '../../context.ts';
import { parseInput, Problem, type WordedProblem } from '../../lib/errors/problem.ts';
import { confirmAddressChange, readAddressChange, type AddressChangeState } from './change-address.ts';
import { confirm, type ConfirmOutcome, readConfirmation } from '../signup/confirm.ts';
import { eraseSubscriber } from './erase.ts';
import { exportReader } from '../import-export/export.ts';
import { readManageToken } from './manage.ts';
import { makeToken, readToken } from '../tokens.ts';
import { comeBack, keepReason, readLeave, reasonInput, unsubscribe } from './unsubscribe.ts';

const tokenParam = z.object({ token: z.string().max(100) });

/** The last path segment. @throws Problem 404 where it is too long to be a token */
export function tokenOf(request: FastifyRequest): string {
  const parsed = tokenParam.safeParse(request.params);
  if (!parsed.success) throw unknownLink(request);
  return parsed.data.token;
}

export function unknownLink({ words }: FastifyRequest): Problem {
  return new Problem(404, words.t('link-unknown'), words.t('link-unknown-text'));
}

/** 410: a link that is no longer good, with an empty form to start anew. */
export async function goneAnswer(request: FastifyRequest, reply: FastifyReply, detail: string) {
  const title = request.words.t('link-gone');
  if (request.wantsJson) throw new Problem(410, title, detail);
  return reply.status(410).send(await reply.page('subscribe', { title, email: '', error: null, notice: detail }));
}

/** The pages behind the links of mails, each with one button; only its POST acts. */
export function linkRoutes(ctx: Context, app: FastifyInstance): void {
  confirmRoutes(ctx, app);
  void app.register(async (scope) => {
    // A one-click that comes as anything but a form is one all the same.
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, _body, done) => done(null, undefined));
    unsubscribeRoutes(ctx, scope);
  });
  addressRoutes(ctx, app);
  manageRoutes(ctx, app);
}

function confirmRoutes(ctx: Context, app: FastifyInstance): void {
  app.get('/confirm/:token', async (request, reply) => {
    const token = tokenOf(request);
    return confirmAnswer(request, reply, await readConfirmation(ctx, token));
  });
  app.post('/confirm/:token', async (request, reply) =>
    confirmAnswer(request, reply, await confirm(ctx, tokenOf(request), request.ip)),
  );

  async function confirmAnswer(request: FastifyRequest, reply: FastifyReply, { state, language }: ConfirmOutcome) {
    if (state === 'unknown') throw unknownLink(request);
    if (language !== null) request.words = ctx.words(language);
    const { words } = request;
    if (state === 'gone') return goneAnswer(request, reply, words.t('confirm-gone'));
    if (request.wantsJson) return { status: state === 'open' ? 'pending' : 'active' };
    return reply.page('confirm', { title: words.t(state === 'open' ? 'confirm-title' : 'confirm-done-title'), state });
  }
}

/** What the page after leaving asks for; RFC 8058's own body, and every other, just unsubscribes. */
const afterwards = z.object({
  'List-Unsubscribe': z.never().optional(),
  action: z.enum(['pause', 'weekly', 'reason']),
});

/** What a body that cannot be read is refused with elsewhere; nothing else here answers one of these. */
const unreadable = new Set([400, 413, 415]);

const reasonTyped = z.object({ reason: z.string().catch(''), comment: z.string().catch('') });

const daysInput = z.object({ days: z.coerce.number('1 to 366 days').int().min(1).max(366).default(14) });

function unsubscribeRoutes(ctx: Context, app: FastifyInstance): void {
  app.get('/unsubscribe/:token', async (request, reply) => {
    const leave = await readLeave(ctx, tokenOf(request));
    if (leave === 'unknown') throw unknownLink(request);
    if (request.wantsJson) return { status: 'open' };
    if (leave.language !== null) request.words = ctx.words(leave.language);
    return reply.page('unsubscribe', { title: request.words.t('unsubscribe-title'), state: 'open' });
  });

  // RFC 8058: no cookie, no origin check, no redirect; whatever the body, the POST is the answer.
  app.post('/unsubscribe/:token', { errorHandler: leaveAnyway }, async (request, reply) => {
    const token = tokenOf(request);
    const asked = afterwards.safeParse(request.body);
    if (readToken(ctx.keys, 'unsubscribe', token) === undefined) throw unknownLink(request);
    if (!asked.success) {
      await unsubscribe(ctx, token);
      return leftAnswer(request, reply, token, 'left');
    }
    const { action } = asked.data;
    if (action === 'reason') return reasonAnswer(request, reply, token);
    const wish = action === 'pause' ? { kind: action, ...parseInput(daysInput, request.body) } : { kind: action };
    const came = await comeBack(ctx, token, wish, request.ip);
    if (came === 'gone') return goneAnswer(request, reply, request.words.t('unsubscribe-gone'));
    return leftAnswer(request, reply, token, action === 'pause' ? 'paused' : 'weekly');
  });

  /** A body that is too large, cut off or of no known kind is a one-click all the same. */
  function leaveAnyway(
    refusal: FastifyError | Problem | WordedProblem,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const status = 'status' in refusal ? refusal.status : refusal.statusCode;
    if (status === undefined || !unreadable.has(status)) throw refusal;
    leave(request, reply.status(200)).then(
      (page) => reply.send(page),
      (failed: unknown) => reply.send(failed),
    );
  }

  async function leave(request: FastifyRequest, reply: FastifyReply) {
    const token = tokenOf(request);
    if ((await unsubscribe(ctx, token)) === 'unknown') throw unknownLink(request);
    return leftAnswer(request, reply, token, 'left');
  }

  async function reasonAnswer(request: FastifyRequest, reply: FastifyReply, token: string) {
    const parsed = reasonInput.safeParse(request.body);
    if (!parsed.success && !request.wantsJson) {
      return leftAnswer(request, reply.status(422), token, 'left', parseInput(reasonTyped, request.body));
    }
    await keepReason(ctx, token, parseInput(reasonInput, request.body));
    return leftAnswer(request, reply, token, 'thanks');
  }

  /** The page after the act. `typed`: a reason whose text is too long, to be shortened. */
  async function leftAnswer(
    request: FastifyRequest,
    reply: FastifyReply,
    token: string,
    state: 'left' | 'thanks' | 'paused' | 'weekly',
    typed?: z.output<typeof reasonTyped>,
  ) {
    const leave = await readLeave(ctx, token);
    if (leave === 'unknown') throw unknownLink(request);
    const { language, mayReturn, pausedUntil, timezone, id } = leave;
    if (request.wantsJson) {
      if (state === 'paused') return { status: 'paused', pausedUntil };
      return state === 'weekly' ? { status: 'active', frequency: 'weekly' } : { status: 'unsubscribed' };
    }
    if (language !== null) request.words = ctx.words(language);
    const { words } = request;
    return reply.page('unsubscribe', {
      title: words.t(state === 'paused' || state === 'weekly' ? 'unsubscribe-back-title' : 'unsubscribe-done-title'),
      state,
      mayReturn,
      until: pausedUntil === null ? null : dayIn(timezone ?? ctx.config.DIGEST_TIMEZONE, pausedUntil),
      preferences: `/preferences/${makeToken(ctx.keys, 'preferences', id)}`,
      reason: typed?.reason ?? '',
      comment: typed?.comment ?? '',
      error: typed === undefined ? null : words.t('unsubscribe-error-comment'),
    });
  }
}

function addressRoutes(ctx: Context, app: FastifyInstance): void {
  app.get('/address/:token', async (request, reply) => {
    const { state, language } = await readAddressChange(ctx, tokenOf(request));
    return addressAnswer(request, reply, state, language);
  });
  app.post('/address/:token', async (request, reply) => {
    const token = tokenOf(request);
    const state = await confirmAddressChange(ctx, token, request.ip);
    const { language } = await readAddressChange(ctx, token);
    return addressAnswer(request, reply, state, language);
  });

  async function addressAnswer(
    request: FastifyRequest,
    reply: FastifyReply,
    state: AddressChangeState,
    language: string | null,
  ) {
    if (state === 'unknown') throw unknownLink(request);
    if (language !== null) request.words = ctx.words(language);
    const { words } = request;
    if (state === 'gone') return goneAnswer(request, reply, words.t('address-gone'));
    if (request.wantsJson) return { status: state };
    return reply.page('address', { title: words.t('address-title'), state });
  }
}

function manageRoutes(ctx: Context, app: FastifyInstance): void {
  app.get('/manage/:token', async (request, reply) => {
    const data = await exportReader(ctx, await owner(request));
    if (request.wantsJson) return data;
    const { download } = parseInput(z.object({ download: z.string().optional() }), request.query);
    if (download !== undefined) {
      return reply
        .type('application/json; charset=utf-8')
        .header('content-disposition', 'attachment; filename="my-data.json"')
        .send(JSON.stringify(data, null, 2));
    }
    if (data?.subscriber.language != null) request.words = ctx.words(data.subscriber.language);
    return reply.page('manage', {
      title: request.words.t('manage-title'),
      data: JSON.stringify(data, null, 2),
      erased: false,
    });
  });

  app.post('/manage/:token', async (request, reply) => {
    await eraseSubscriber(ctx, await owner(request));
    if (request.wantsJson) return { status: 'erased' };
    return reply.page('manage', { title: request.words.t('manage-erased-title'), erased: true });
  });

  async function owner(request: FastifyRequest): Promise<number> {
    const found = await readManageToken(ctx, tokenOf(request));
    if (found === 'unknown') throw unknownLink(request);
    const { words } = request;
    if (found === 'gone') throw new Problem(410, words.t('link-gone'), words.t('manage-gone'));
    return found.subscriberId;
  }
}
