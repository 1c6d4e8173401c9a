import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { App } from '../../lib/http/app.ts';
import { type Digest, digestName } from '../../digests/digest.ts';
import { instantOf } from '../../digests/compose/due.ts';
import {
  isFullyQueued,
  isSendTime,
  requestBudget,
  sendNow,
} from '../../digests/send/manual-send.ts';
import { countReaders } from '../../digests/send/sql/readers.ts';
import { digestOf, poolIds } from '../../digests/queries.ts';
import { numberText } from '../../lib/format/numbers.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { recordAudit } from '../audit-log.ts';
import {
  type DigestRequest,
  digestConfig as config,
  digestParams as params,
  foundDigest,
  kindQuery as querystring,
} from './digest-page.ts';
import { digestHead, digestPath } from './digest-view.ts';
import { notNow, notNowPage } from './not-now.ts';
import { form } from '../form-fields.ts';
import { adminPage, confirmed, pageResponses as response, pageQuery } from '../admin-page.ts';
import { sessionOf } from '../session-cookie.ts';

/**
 * The form of the send page: the displayed number of readers, the number that was typed, the time,
 * and a hash of the displayed draft.
 */
const sendForm = form({
  readers: z.coerce.number().int().min(0).nullable().catch(null),
  draft: z.string().max(100).catch(''),
  typed: z.string().max(40).catch(''),
  when: z.enum(['now', 'later']).default('now'),
  at: z.string().max(40).catch(''),
});
type SendInput = z.output<typeof sendForm>;

const pageSchema = { params, querystring: pageQuery(querystring.shape), response };
const sendSchema = { params, querystring, body: sendForm, response };

/** Sends a digest to all readers, after a page that shows their number and asks to type it. */
export function sendRoutes(ctx: Context, app: App): void {
  addSendPage(ctx, app);
  addSend(ctx, app);
}

function addSendPage(ctx: Context, app: App): void {
  app.get('/admin/digests/:date/send', { config, schema: pageSchema }, async (request, reply) => {
    const digest = await foundDigest(ctx, request);
    if (!isSendable(digest)) return reply.redirect(digestPath(digest), 303);
    return sendPage(ctx, request, reply, digest, {});
  });
}

function addSend(ctx: Context, app: App): void {
  app.post('/admin/digests/:date/send', { config, schema: sendSchema }, async (request, reply) => {
    const digest = await foundDigest(ctx, request);
    const input = request.body;
    const at = input.when === 'later' ? await laterOf(ctx, input.at) : undefined;
    const errors =
      formFaults(request.words, input, at) ??
      (await audienceFaults(ctx, request.words, digest, input));
    if (errors !== null)
      return sendPage(ctx, request, reply.status(422), digest, { ...input, errors });
    return send(ctx, request, reply, digest, at ?? undefined);
  });
}

/**
 * Rejects a page that shows an older draft or fewer readers than there are now, and a send to
 * nobody. A tolerance of 1 % covers readers who joined since the page was loaded.
 */
async function audienceFaults(
  ctx: Context,
  words: Words,
  digest: Digest,
  { readers, draft, when }: SendInput,
): Promise<SendFaults | null> {
  // Another operator may have edited the draft. A frozen digest does not change.
  if (digest.status === 'draft' && draft !== (await draftMark(ctx, digest)))
    return { typed: words.t('admin-send-changed') };
  const now = await countReaders(ctx.db, digest);
  if (now > Math.floor((readers ?? 0) * 1.01)) return { typed: words.t('admin-send-more') };
  if (now > 0 || when === 'later') return null;
  // A digest sent to nobody would be finished for the day. The status is read after the count: if
  // the button was pressed twice, the first request has sent it by now.
  const { status } = (await digestOf(ctx.db, digest.kind, digest.date)) ?? digest;
  return status === 'draft' || status === 'ready' ? { typed: words.t('admin-send-nobody') } : null;
}

/** A hash of a digest's subject and its papers in their order. */
async function draftMark(ctx: Context, { id, subject }: Digest): Promise<string> {
  return createHash('sha256')
    .update([subject, ...(await poolIds(ctx.db, id))].join('\n'))
    .digest('base64url');
}

/** Sends the digest. Calling it twice sends nothing twice. */
async function send(
  ctx: Context,
  request: FastifyRequest & DigestRequest,
  reply: FastifyReply,
  { kind, date }: Digest,
  at: Date | undefined,
) {
  const result = await sendNow(ctx, { kind, date, at, budget: requestBudget }).catch(notNow);
  if (result === 'not-now') return notNowPage(ctx, request, reply);
  const action = at === undefined ? 'digest-sent' : 'digest-scheduled';
  if (result.first)
    await recordAudit(ctx.db, sessionOf(request).operatorId, action, digestName({ kind, date }));
  return confirmed(reply, digestPath({ kind, date }), action);
}

async function sendPage(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  digest: Digest,
  { typed = '', when = 'now', at = '', errors = {} }: Partial<SendInput> & { errors?: SendFaults },
) {
  const { words } = request;
  const readers = await countReaders(ctx.db, digest);
  const head = await digestHead(ctx, words, digest);
  return adminPage(ctx, request, reply, 'digest-send', {
    title: words.t('admin-send-title', { kind: head.kind, date: head.lastDayText }),
    ...head,
    action: digestPath(digest, '/send'),
    readers,
    readersText: numberText(words, readers),
    draft: await draftMark(ctx, digest),
    scheduling: digest.status !== 'sending',
    zone: ctx.config.DIGEST_TIMEZONE,
    typed,
    when,
    at,
    errors: { typed: errors.typed ?? null, at: errors.at ?? null },
  });
}

interface SendFaults {
  typed?: string;
  at?: string;
}

function isSendable(digest: Digest): boolean {
  const { status } = digest;
  return (
    status === 'draft' || status === 'ready' || (status === 'sending' && !isFullyQueued(digest))
  );
}

/**
 * Parses the value of a `datetime-local` field in DIGEST_TIMEZONE. Returns null if it is invalid, in
 * the past or too far ahead.
 */
async function laterOf(ctx: Context, text: string): Promise<Date | null> {
  if (!/^20\d\d-(0\d|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/.test(text)) return null;
  if (!z.iso.date().safeParse(text.slice(0, 10)).success) return null;
  const at = await instantOf(ctx, text);
  const now = ctx.now();
  return at !== undefined && at > now && isSendTime(at, now) ? at : null;
}

function formFaults(
  words: Words,
  { readers, typed }: SendInput,
  at: Date | null | undefined,
): SendFaults | null {
  // Numbers may be formatted as 1,000, 1.000 or 1 000.
  const same = readers !== null && typed.replaceAll(/[\s.,'’]/g, '') === String(readers);
  const errors: SendFaults = {
    ...(same ? {} : { typed: words.t('admin-send-typed') }),
    ...(at === null ? { at: words.t('admin-send-at') } : {}),
  };
  return Object.keys(errors).length === 0 ? null : errors;
}
