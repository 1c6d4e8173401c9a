import type { Context } from '../context.ts';
import type { OutgoingMail } from '../outbox/rendering.ts';
import { fixedFields, ownFields, returnPath } from '../mail/letter.ts';
import { domainOf, headerText, parseMailbox } from '../mail/header.ts';
import { type Body, encodeBody, fill, makeSlots, slotValue } from '../mail/message.ts';
import { renderMail } from '../mail/templates.ts';
import { excerpt } from '../mail/wrap.ts';
import { byline, longDate } from '../papers/describe.ts';
import { latexToText } from '../papers/latex.ts';
import { makeToken } from '../subscribers/tokens.ts';
import type { Digest, Pooled } from './digest.ts';

/** Bytes of html at most: Gmail clips a mail at 102 KB. */
const htmlLimit = 95_000;

/** Characters of an abstract and of a title, tried in this order until the html is small enough; the footer is never cut. */
const cuts = [
  { abstract: 600, title: 300 },
  { abstract: 400, title: 300 },
  { abstract: 250, title: 300 },
  { abstract: 120, title: 300 },
  { abstract: 0, title: 100 },
];

/** A digest encoded once: what is left per reader is joining pieces. */
export interface DigestMail {
  subject: string;
  /** Header fields that are the same for everybody. */
  fixed: string;
  body: Body;
  digest: Pick<Digest, 'id' | 'kind' | 'date'>;
  html: string;
  text: string;
}

/** Renders and encodes an issue (or a reader's own list of papers out of the pool). */
export async function composeMail(ctx: Context, digest: Digest, papers: Pooled[], test = false): Promise<DigestMail> {
  for (const [index, most] of cuts.entries()) {
    const slots = makeSlots(['address', 'preferences', 'unsubscribe']);
    const data = viewOf(ctx, digest, papers, most);
    const subject = test ? `[Test] ${digest.subject}` : digest.subject;
    const { html, text } = await renderMail('digest', { ...data, subject, test, slots: slots.names });
    if (Buffer.byteLength(html) > htmlLimit && index < cuts.length - 1) continue;
    const body = encodeBody({ text, html }, slots);
    return {
      subject,
      html,
      text,
      digest,
      body,
      fixed: fixedFields(ctx, subject) + listFields(ctx, digest, test, body),
    };
  }
  throw new Error('a digest has no length at all');
}

/** What the templates print; all of it plain text. */
function viewOf(ctx: Context, { date }: Digest, papers: Pooled[], most: { abstract: number; title: number }) {
  const { PUBLIC_URL: publicUrl, SITE_NAME: siteName, POSTAL_ADDRESS: postalAddress } = ctx.config;
  const notes: { number: number; url: string }[] = [];
  const note = (url: string) => notes.push({ number: notes.length + 1, url });
  const views = papers.map(({ content: paper }, index) => {
    const title = excerpt(latexToText(paper.title), most.title);
    const url = `${publicUrl}/papers/${paper.id}`;
    const numbers = [note(url), ...(paper.pdfUrl === null ? [] : [note(paper.pdfUrl)])];
    const rank = index + 1;
    return {
      rank,
      title,
      url,
      heading: `${rank}. ${title}`,
      indent: ' '.repeat(`${rank}. `.length),
      byline: byline(paper),
      bylineWithNote: [byline(paper), numbers.map((number) => `[${number}]`).join(' ')].filter(Boolean).join(' · '),
      abstract: most.abstract === 0 ? '' : excerpt(latexToText(paper.abstract), most.abstract),
      pdfUrl: paper.pdfUrl,
      codeUrl: paper.codeUrl,
    };
  });
  const first = views[0];
  return {
    lang: 'en',
    siteName,
    publicUrl,
    host: new URL(publicUrl).host,
    postalAddress,
    sample: papers.some(({ content }) => content.source === 'sample'),
    dateText: longDate(date),
    webUrl: `${publicUrl}/digests/${date}`,
    preheader: first === undefined ? '' : excerpt(first.abstract, 140),
    papers: views,
    notes,
  };
}

/** What a reader's mail needs beside the digest. */
export interface Recipient {
  subscriberId: number;
  address: string;
}

/** The fields of a mail to many, as RFC 2919 and Gmail's sender rules ask. */
function listFields(ctx: Context, { id, kind }: Pick<Digest, 'id' | 'kind'>, test: boolean, body: Body): string {
  const { MAIL_FROM: from, SITE_NAME: siteName } = ctx.config;
  const domain = domainOf(from);
  const list = [
    `List-Id: ${/^[A-Za-z0-9 ]+$/.test(siteName) ? siteName : headerText(siteName)} <${kind}.${domain}>`,
    `Feedback-ID: ${id}:${kind}:digest:${domain.replaceAll(/[^\w-]/g, '-')}`,
    'Precedence: bulk',
  ];
  return [...(test ? [] : list), `Content-Type: ${body.contentType}`, ''].join('\r\n');
}

/** A reader's mail: pieces and slots joined. One-click unsubscribe is RFC 8058. */
export function fillMail(ctx: Context, mail: DigestMail, { subscriberId, address }: Recipient): OutgoingMail {
  const { PUBLIC_URL: publicUrl, MAIL_UNSUBSCRIBE: box } = ctx.config;
  const { id } = mail.digest;
  const unsubscribe = makeToken(ctx.keys, 'unsubscribe', subscriberId);
  const preferences = makeToken(ctx.keys, 'preferences', subscriberId);
  const mailto = box === undefined ? '' : `, <mailto:${parseMailbox(box).address}?subject=unsubscribe>`;
  const own = ownFields(ctx, { to: address, id: `digest.${id}.${subscriberId}` });
  const leave = `List-Unsubscribe: <${publicUrl}/unsubscribe/${unsubscribe}>${mailto}\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n`;
  return {
    mailFrom: returnPath(ctx, `d${id}-${subscriberId}`),
    rcptTo: address,
    header: own + leave + mail.fixed,
    body: fill(mail.body, { address: slotValue(address), preferences, unsubscribe }),
  };
}

/** A test copy: marked as one, its personal links inert. */
export function fillTest(ctx: Context, mail: DigestMail, mailId: number, address: string): OutgoingMail {
  return {
    mailFrom: returnPath(ctx, `m${mailId}`),
    rcptTo: address,
    header: ownFields(ctx, { to: address, id: `mail.${mailId}` }) + mail.fixed,
    body: fill(mail.body, { address: slotValue(address), preferences: 'test-copy', unsubscribe: 'test-copy' }),
  };
}
