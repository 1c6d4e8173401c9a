import type { Context } from '../context.ts';
import type { Claim, OutgoingMail } from '../outbox/rendering.ts';
import { encodeBody, fill, makeSlots } from './message.ts';
import { domainOf, headerDate, headerText, mailboxText } from './header.ts';
import { renderMail } from './templates.ts';

/** A short mail to one person: a heading, some words, perhaps a button. */
export interface Letter {
  subject: string;
  heading: string;
  paragraphs: string[];
  action?: { url: string; label: string };
  small: string[];
}

const noSlots = makeSlots(['none']);

/** A transactional mail, ready for the relay. It asks for no unsubscribe: it is an answer to something just done. */
export async function renderLetter(ctx: Context, claim: Claim, letter: Letter): Promise<OutgoingMail> {
  const { html, text } = await renderMail('letter', {
    lang: 'en',
    preheader: letter.paragraphs[0] ?? '',
    action: undefined,
    postalAddress: ctx.config.POSTAL_ADDRESS,
    ...letter,
  });
  const body = encodeBody({ text, html }, noSlots);
  return {
    mailFrom: returnPath(ctx, `m${claim.mailId}`),
    rcptTo: claim.address,
    header: [
      ...commonFields(ctx, { to: claim.address, subject: letter.subject, id: `mail.${claim.mailId}` }),
      `Content-Type: ${body.contentType}`,
      '',
    ].join('\r\n'),
    body: fill(body, {}),
  };
}

/** The fields that every mail has. `id` is the left side of the Message-ID, the same at every attempt. */
export function commonFields(ctx: Context, { to, subject, id }: { to: string; subject: string; id: string }): string[] {
  const { MAIL_FROM: from, MAIL_REPLY_TO: replyTo } = ctx.config;
  return [
    `From: ${mailboxText(from)}`,
    `To: <${to}>`,
    ...(replyTo === undefined ? [] : [`Reply-To: ${mailboxText(replyTo)}`]),
    `Subject: ${headerText(subject)}`,
    `Date: ${headerDate(ctx.now())}`,
    `Message-ID: <${id}@${domainOf(from)}>`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
  ];
}

/** A return path that names the row it belongs to (VERP), with a MAC against invented bounces. */
export function returnPath(ctx: Context, row: string): string {
  const domain = ctx.config.RETURN_PATH_DOMAIN ?? domainOf(ctx.config.MAIL_FROM);
  return `bounce+${row}-${ctx.keys.mac('bounce', row).slice(0, 12)}@${domain}`;
}
