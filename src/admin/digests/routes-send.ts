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
import { testAddresses } from '../../digests/send/test-addresses.ts';
import { sendTests } from '../../digests/send/test-copies.ts';
import { digestOf, poolIds } from '../../digests/queries.ts';
import { numberText } from '../../lib/format/numbers.ts';
import { Problem } from '../../lib/errors/problem.ts';
import { parseAddress } from '../../subscribers/address.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { recordAudit } from '../audit-log.ts';
import {
  type DigestRequest,
  digestConfig as config,
  digestPage,
  digestParams as params,
  foundDigest,
  kindQuery as querystring,
} from './digest-page.ts';
import { digestHead, digestPath } from './digest-view.ts';
import { notNow, notNowPage } from './not-now.ts';
import { form } from '../form-fields.ts';
import {
  acted,
  adminPage,
  confirmed,
  pageResponses as response,
  pageQuery,
} from '../admin-page.ts';
import { sessionOf } from '../session-cookie.ts';

/**
 * The form of the send page: the displayed number of readers, the number that was typed, the time,
 * and a hash of the displayed papers.
 */
const sendForm = form({
  readers: z.coerce.number().int().min(0).nullable().catch(null),
  papers: z.string().max(100).catch(''),
  typed: z.string().max(40).catch(''),
  when: z.enum(['now', 'later']).default('now'),
  at: z.string().max(40).catch(''),
});
type SendInput = z.output<typeof sendForm>;

const testForm = form({ to: z.string().max(3000).catch('') });

const pageSchema = { params, querystring: pageQuery(querystring.shape), response };
const sendSchema = { params, querystring, body: sendForm, response };
const testSchema = { params, querystring, body: testForm, response };

/**
 * Sends a digest: test copies, or to all readers after a page that shows their number and asks to
 * type it.
 */
export function sendRoutes(ctx: Context, app: App): void {
  addSendPage(ctx, app);
  addSend(ctx, app);
  addTest(ctx, app);
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

function addTest(ctx: Context, app: App): void {
  app.post('/admin/digests/:date/test', { config, schema: testSchema }, async (request, reply) => {
    const digest = await foundDigest(ctx, request);
    const { to } = request.body;
    const addresses = to.split(/[\s,;]+/).filter(Boolean);
    const error = await test(ctx, request.words, digest, addresses);
    if (error === 'not-now') return notNowPage(ctx, request, reply);
    if (error !== null)
      return digestPage(ctx, request, reply.status(422), digest, { to, toError: error });
    return acted(ctx, request, reply, {
      action: 'digest-tested',
      target: digestName(digest),
      to: digestPath(digest),
    });
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
  { readers, papers, when }: SendInput,
): Promise<SendFaults | null> {
  // Another operator may have edited the draft. A frozen digest does not change.
  if (digest.status === 'draft' && papers !== (await papersMark(ctx, digest)))
    return { typed: words.t('admin-send-changed') };
  const now = await countReaders(ctx.db, digest);
  if (now > Math.floor((readers ?? 0) * 1.01)) return { typed: words.t('admin-send-more') };
  if (now > 0 || when === 'later') return null;
  // A digest sent to nobody would be finished for the day. The status is read after the count: if
  // the button was pressed twice, the first request has sent it by now.
  const { status } = (await digestOf(ctx.db, digest.kind, digest.date)) ?? digest;
  return status === 'draft' || status === 'ready' ? { typed: words.t('admin-send-nobody') } : null;
}

/** A short hash of a digest's papers and their order. */
async function papersMark(ctx: Context, { id }: Digest): Promise<string> {
  return createHash('sha256')
    .update((await poolIds(ctx.db, id)).join())
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

/** @returns why no copy was sent, as text */
async function test(
  ctx: Context,
  words: Words,
  { kind, date }: Digest,
  to: string[],
): Promise<string | null> {
  const faults = to.flatMap((text) => {
    const parsed = parseAddress(text, ctx.config.NODE_ENV);
    return parsed.ok ? [] : [`${text}: ${words.t(parsed.fault)}`];
  });
  if (faults.length > 0) return faults.join(' ');
  if (!testAddresses.safeParse(to).success) return words.t('admin-test-count');
  return sendTests(ctx, { kind, date, to }).then(
    () => null,
    (error: unknown) => suppressed(words, to, error),
  );
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
    papers: await papersMark(ctx, digest),
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

function suppressed(words: Words, to: string[], error: unknown): string {
  if (!(error instanceof Problem)) throw error;
  if (error.status === 409) return notNow(error);
  const blocked = error.errors.map(({ path }) => to[Number(path.split('.')[1])] ?? '');
  return words.t('admin-test-suppressed', { addresses: blocked.join(', ') });
}
