import type { FastifyRequest } from 'fastify';
import { simpleParser } from 'mailparser';
import { z } from 'zod';
import { hasInbox, showsInbox } from '../config/config.ts';
import type { Context } from '../context.ts';
import { idParam } from '../lib/pagination.ts';
import { framePolicy, inFrame } from '../mail/in-frame.ts';
import { WordedProblem } from '../lib/errors/problem.ts';
import type { App } from '../lib/http/app.ts';
import { noQuery } from '../lib/http/parameters.ts';
import { html, json, page, text } from '../lib/http/responses.ts';

const head = z.object({
  id: z.number(),
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  date: z.date(),
  size: z.number(),
});

const messageAnswer = head.extend({
  text: z.string(),
  html: z.string().nullable(),
  headers: z.string(),
});

/** Headers that proxies add. */
const proxyHeaders = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/**
 * Whether the request comes from a browser on this machine. A loopback address alone does not prove
 * it: requests may come through a proxy on this machine, or from another site whose name resolves
 * to the loopback address (DNS rebinding).
 */
function isLocal({ headers }: FastifyRequest): boolean {
  const name = (headers.host ?? '').replace(/:\d+$/, '');
  const loopback = /^(?:(?:[\w-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(name);
  return loopback && proxyHeaders.every((header) => headers[header] === undefined);
}

/** Admits signed-in operators, and read requests for which `isOpen` returns true. */
type AddGuard = (app: App, isOpen: (request: FastifyRequest) => boolean) => Promise<void>;

const list = (ctx: Context) =>
  ctx.db.prisma.inboxMessage.findMany({ omit: { raw: true }, orderBy: { id: 'desc' } });

/**
 * The local inbox, for a browser on this machine or a signed-in operator. It is disabled once an
 * SMTP server is set.
 */
export function inboxRoutes(ctx: Context, addGuard: AddGuard) {
  return async (app: App): Promise<void> => {
    if (!hasInbox(ctx.config)) return;
    await addGuard(app, (request) => showsInbox(ctx.config) && isLocal(request));

    addMessageList(ctx, app);
    addInboxPage(ctx, app);
    addRawMessage(ctx, app);
    addHtmlPart(ctx, app);
    addMessagePage(ctx, app);
  };
}

function addMessageList(ctx: Context, app: App): void {
  app.get(
    '/inbox/messages.json',
    {
      schema: {
        querystring: noQuery,
        response: { 200: json('Messages, the newest first', z.array(head)) },
      },
    },
    () => list(ctx),
  );
}

function addInboxPage(ctx: Context, app: App): void {
  app.get(
    '/inbox',
    {
      schema: {
        querystring: noQuery,
        response: { 200: page('Messages, the newest first', z.array(head)) },
      },
    },
    async (request, reply) => {
      const messages = await list(ctx);
      if (request.wantsJson) return messages;
      return reply.page('inbox', {
        title: request.words.t('inbox-title'),
        messages: messages.map((message) => ({ ...message, iso: message.date.toISOString() })),
      });
    },
  );
}

function addRawMessage(ctx: Context, app: App): void {
  app.get(
    '/inbox/:id.eml',
    {
      schema: {
        params: idParam,
        querystring: noQuery,
        response: { 200: text('The message', 'message/rfc822') },
      },
    },
    async ({ params: { id } }, reply) =>
      reply.type('message/rfc822').send((await message(ctx, id)).raw),
  );
}

function addHtmlPart(ctx: Context, app: App): void {
  app.get(
    '/inbox/:id.html',
    {
      schema: { params: idParam, querystring: noQuery, response: { 200: html('The HTML part') } },
    },
    async (request, reply) => {
      const { html } = await parsed((await message(ctx, request.params.id)).raw);
      return reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', framePolicy)
        .send(inFrame(html ?? ''));
    },
  );
}

function addMessagePage(ctx: Context, app: App): void {
  app.get(
    '/inbox/:id',
    {
      schema: {
        params: idParam,
        querystring: noQuery,
        response: { 200: page('A message', messageAnswer) },
      },
    },
    async (request, reply) => {
      const { raw, ...found } = await message(ctx, request.params.id);
      const { text, html, headers } = await parsed(raw);
      if (request.wantsJson) return { ...found, text, html, headers };
      return reply.page('inbox-message', {
        title: found.subject,
        ...found,
        iso: found.date.toISOString(),
        hasHtml: html !== null,
        parts: linked(text),
        headers,
      });
    },
  );
}

async function message(ctx: Context, id: number) {
  const found = await ctx.db.prisma.inboxMessage.findUnique({ where: { id } });
  if (found === null) throw new WordedProblem(404, 'inbox-missing');
  return { ...found, raw: Buffer.from(found.raw) };
}

/** The text part, the HTML part (null without HTML) and the headers of a message. */
async function parsed(raw: Buffer) {
  const { text = '', html, headerLines } = await simpleParser(raw);
  return {
    text,
    html: html === undefined || html === false ? null : html,
    headers: headerLines.map(({ line }) => line).join('\n'),
  };
}

/** A text split at its links, which the page then renders as links. */
function linked(text: string): { link: boolean; text: string }[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) => ({ link: index % 2 === 1, text: part }));
}
