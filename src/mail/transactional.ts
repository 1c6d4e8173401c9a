import { z } from 'zod';
import type { Context } from '../context.ts';
import { escapeHtml } from '../lib/text/escape-html.ts';
import type { Claim, OutgoingMail } from '../outbox/rendering.ts';
import { boundaryOf, fill, joinParts } from './message.ts';
import { mailboxDomain, headerDate, headerText, mailboxText } from './header.ts';
import { encodeQuotedPrintable } from './quoted-printable.ts';
import { returnPath } from './return-path.ts';
import { renderHtml, renderText } from './templates.ts';
import type { Words } from '../lib/i18n/words.ts';

interface Link {
  url: string;
  label: string;
}

/** The content of a transactional email, from the heading to the small print. */
export interface TransactionalContent {
  subject: string;
  heading: string;
  paragraphs: string[];
  /** Lines to type into a terminal, rendered verbatim. */
  commands?: string[];
  action?: Link;
  links?: Link[];
  small: string[];
}

/**
 * Renders a transactional email in the layout of the claim's language. The sentences of the content
 * should come from `ctx.words(claim.language)`. It has no unsubscribe header, because it is not
 * bulk email.
 */
export async function renderTransactionalEmail(
  ctx: Context,
  claim: Claim,
  content: TransactionalContent,
): Promise<OutgoingMail> {
  if (claim.transactionalEmailId === null)
    throw new Error('the claim is not a transactional email');
  const words = ctx.words(claim.language);
  const data = {
    preheader: content.paragraphs[0] ?? '',
    action: undefined,
    commands: [],
    links: [],
    siteName: ctx.config.SITE_NAME,
    postalAddress: ctx.config.POSTAL_ADDRESS,
    ...content,
  };
  const html = await transactionalHtml(words, data);
  const text = await renderText(words, 'transactional', data);
  const body = joinParts(
    [[encodeQuotedPrintable(text)]],
    [[encodeQuotedPrintable(html)]],
    boundaryOf(text, html),
  );
  return {
    mailFrom: returnPath(ctx, { transactionalEmailId: claim.transactionalEmailId }),
    rcptTo: claim.address,
    header: `${fixedFields(ctx, content.subject)}${ownFields(ctx, { to: claim.address, id: `mail.${claim.transactionalEmailId}` })}Content-Type: ${body.contentType}\r\n`,
    body: fill(body, {}),
    encoded: true,
  };
}

/** The HTML layouts by language and content shape, with placeholders for the strings. */
const layouts = new Map<string, Promise<string>>();

/** The placeholder for the nth string of the content while MJML compiles the layout. */
const placeholderOf = (index: number) => `contentstring${index}end`;
const placeholders = /contentstring(\d+)end/g;

/**
 * Compiling MJML takes as long as filling in a hundred emails, so emails of one shape and language
 * share a compiled layout.
 */
export async function transactionalHtml(words: Words, data: object): Promise<string> {
  const strings: string[] = [];
  const shape = z.looseObject({}).parse(replaceStrings(data, strings));
  const key = `${words.lang} ${JSON.stringify(shape)}`;
  const layout = layouts.get(key) ?? renderHtml(words, 'transactional', shape);
  layouts.set(key, layout);
  // A failed compilation is not cached.
  layout.catch(() => layouts.delete(key));
  return (await layout).replaceAll(placeholders, (_match, index: string) =>
    escapeHtml(strings[Number(index)] ?? ''),
  );
}

/** The same value with a placeholder for each string; the strings are appended to `strings`. */
function replaceStrings(value: unknown, strings: string[]): unknown {
  if (typeof value === 'string') return placeholderOf(strings.push(value) - 1);
  if (Array.isArray(value)) return value.map((item) => replaceStrings(item, strings));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, replaceStrings(item, strings)]),
  );
}

/** The header fields that all recipients of this email share; each ends with CRLF. */
export function fixedFields(ctx: Context, subject: string): string {
  const { MAIL_FROM: from, MAIL_REPLY_TO: replyTo } = ctx.config;
  return [
    `From: ${mailboxText(from)}`,
    ...(replyTo === undefined ? [] : [`Reply-To: ${mailboxText(replyTo)}`]),
    `Subject: ${headerText(subject)}`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    '',
  ].join('\r\n');
}

/**
 * The header fields of one recipient. `id` is the left side of the Message-ID and is the same for
 * every attempt.
 */
export function ownFields(ctx: Context, { to, id }: { to: string; id: string }): string {
  const domain = mailboxDomain(ctx.config.MAIL_FROM);
  return `To: <${to}>\r\nDate: ${headerDate(ctx.now())}\r\nMessage-ID: <${id}@${domain}>\r\n`;
}
