import { z } from 'zod';
import type { Context } from '../context.ts';
import { escapeHtml } from '../lib/text/escape-html.ts';
import type { Claim, OutgoingMail } from '../outbox/rendering.ts';
import { encodeBody, fill, makeSlots } from './message.ts';
import { domainOf, headerDate, headerText, mailboxText } from './header.ts';
import { returnPath } from './return-path.ts';
import { renderHtml, renderText } from './templates.ts';
import type { Words } from '../lib/i18n/words.ts';

interface Link {
  url: string;
  label: string;
}

/**
 * A short mail to one person: a heading, some words, perhaps commands, a button or more links, the
 * small print.
 */
export interface Letter {
  subject: string;
  heading: string;
  paragraphs: string[];
  /** Lines to type into a terminal, kept as they are. */
  commands?: string[];
  action?: Link;
  links?: Link[];
  small: string[];
}

const noSlots = makeSlots(['none']);

/**
 * A transactional mail, ready for the relay, in the frame of the claim's language: take the
 * letter's own sentences from `ctx.words(claim.language)`. It asks for no unsubscribe: it is an
 * answer to something just done.
 */
export async function renderLetter(
  ctx: Context,
  claim: Claim,
  letter: Letter,
): Promise<OutgoingMail> {
  if (claim.mailId === null) throw new Error('a letter that is no mail');
  const words = ctx.words(claim.language);
  const data = {
    preheader: letter.paragraphs[0] ?? '',
    action: undefined,
    commands: [],
    links: [],
    siteName: ctx.config.SITE_NAME,
    postalAddress: ctx.config.POSTAL_ADDRESS,
    ...letter,
  };
  const html = await letterHtml(words, data);
  const body = encodeBody({ text: await renderText(words, 'letter', data), html }, noSlots);
  return {
    mailFrom: returnPath(ctx, { mailId: claim.mailId }),
    rcptTo: claim.address,
    header: `${fixedFields(ctx, letter.subject)}${ownFields(ctx, { to: claim.address, id: `mail.${claim.mailId}` })}Content-Type: ${body.contentType}\r\n`,
    body: fill(body, {}),
    encoded: true,
  };
}

/** The html of letters by their shape, with marks where the words stand. */
const frames = new Map<string, Promise<string>>();

/** What stands for the nth string of a letter while MJML compiles its frame. */
const markOf = (place: number) => `letterstring${place}end`;
const marks = /letterstring(\d+)end/g;

/**
 * MJML takes as long as a hundred letters, so letters of one shape and language share what it made
 * of their frame.
 */
export async function letterHtml(words: Words, data: object): Promise<string> {
  const strings: string[] = [];
  const marked = z.looseObject({}).parse(markStrings(data, strings));
  const key = `${words.lang} ${JSON.stringify(marked)}`;
  const frame = frames.get(key) ?? renderHtml(words, 'letter', marked);
  frames.set(key, frame);
  // One that could not be made is tried again.
  frame.catch(() => frames.delete(key));
  return (await frame).replaceAll(marks, (_mark, place: string) =>
    escapeHtml(strings[Number(place)] ?? ''),
  );
}

/** The same value with a mark for each string in it; the strings are added to `strings`. */
function markStrings(value: unknown, strings: string[]): unknown {
  if (typeof value === 'string') return markOf(strings.push(value) - 1);
  if (Array.isArray(value)) return value.map((item) => markStrings(item, strings));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, markStrings(item, strings)]),
  );
}

/** The fields that are the same for everybody who gets this mail; each ends with CRLF. */
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
 * The fields of one recipient. `id` is the left side of the Message-ID, the same at every attempt.
 */
export function ownFields(ctx: Context, { to, id }: { to: string; id: string }): string {
  const domain = domainOf(ctx.config.MAIL_FROM);
  return `To: <${to}>\r\nDate: ${headerDate(ctx.now())}\r\nMessage-ID: <${id}@${domain}>\r\n`;
}
