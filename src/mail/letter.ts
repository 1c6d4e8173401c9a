import type { Context } from '../context.ts';
import type { Claim, OutgoingMail } from '../outbox/rendering.ts';
import { encodeBody, fill, makeSlots } from './message.ts';
import { domainOf, headerDate, headerText, mailboxText } from './header.ts';
import { renderMail } from './templates.ts';

interface Link {
  url: string;
  label: string;
}

/** A short mail to one person: a heading, some words, perhaps commands, a button or more links, the small print. */
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
 * A transactional mail, ready for the relay, in the frame of the claim's language: take the letter's own sentences from
 * `ctx.words(claim.language)`. It asks for no unsubscribe: it is an answer to something just done.
 */
export async function renderLetter(ctx: Context, claim: Claim, letter: Letter): Promise<OutgoingMail> {
  const { html, text } = await renderMail(ctx.words(claim.language), 'letter', {
    preheader: letter.paragraphs[0] ?? '',
    action: undefined,
    commands: [],
    links: [],
    postalAddress: ctx.config.POSTAL_ADDRESS,
    ...letter,
  });
  const body = encodeBody({ text, html }, noSlots);
  return {
    mailFrom: returnPath(ctx, `m${claim.mailId}`),
    rcptTo: claim.address,
    header: `${fixedFields(ctx, letter.subject)}${ownFields(ctx, { to: claim.address, id: `mail.${claim.mailId}` })}Content-Type: ${body.contentType}\r\n`,
    body: fill(body, {}),
    encoded: true,
  };
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

/** The fields of one recipient. `id` is the left side of the Message-ID, the same at every attempt. */
export function ownFields(ctx: Context, { to, id }: { to: string; id: string }): string {
  const domain = domainOf(ctx.config.MAIL_FROM);
  return `To: <${to}>\r\nDate: ${headerDate(ctx.now())}\r\nMessage-ID: <${id}@${domain}>\r\n`;
}

/** A return path that names the row it belongs to (VERP), with a MAC against invented bounces. */
export function returnPath(ctx: Context, row: string): string {
  const domain = ctx.config.RETURN_PATH_DOMAIN ?? domainOf(ctx.config.MAIL_FROM);
  return `bounce+${row}-${ctx.keys.mac('bounce', row).slice(0, 12)}@${domain}`;
}
