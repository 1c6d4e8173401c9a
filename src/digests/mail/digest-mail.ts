import type { Context } from '../../context.ts';
import { escapeHtml } from '../../lib/text/escape-html.ts';
import { parseMailbox } from '../../mail/header.ts';
import { ownFields } from '../../mail/transactional.ts';
import { asBytes, boundaryOf, fill, type Holed, makeSlots, slotValue } from '../../mail/message.ts';
import { returnPath } from '../../mail/return-path.ts';
import { renderMail } from '../../mail/templates.ts';
import { excerpt } from '../../lib/text/wrap.ts';
import type { OutgoingMail } from '../../outbox/rendering.ts';
import { makeToken } from '../../subscribers/tokens.ts';
import type { Words } from '../../lib/i18n/words.ts';
import type { Pooled } from '../digest.ts';
import { cutSections, encoded, frameOf, joinSections, plainly, type Sections } from './fragments.ts';
import { dateText, issuePaper, type Limits, usual } from './issue.ts';
import { headOf, type List, listOf, type Lists } from './list.ts';
import { issueSubject } from '../compose/subject.ts';
import type { MailedDigest } from './sql.ts';

/** Maximum bytes of html: Gmail clips a mail at 102 KB. */
const htmlLimit = 95_000;

/** Tried in this order until the html is small enough; the paper's page has what is left out. The footer is never cut. */
const cuts: Limits[] = [
  usual,
  { abstract: 600, title: 300, link: 300 },
  { abstract: 400, title: 300, link: 300 },
  { abstract: 250, title: 300, link: 300 },
  { abstract: 120, title: 300, link: 300 },
  { abstract: 0, title: 100, link: 0 },
];

/** A digest encoded once in one language: what is left per reader is joining pieces. */
export interface DigestMail extends Lists {
  /** What a reader without choices of their own gets. */
  issue: List;
  subject: string;
  /** The issue's parts before encoding, with the recipient's slots open. */
  html: string;
  text: string;
}

const slotNames = [
  // The recipient's own
  'address',
  'preferences',
  'unsubscribe',
  // The list's own
  'subject',
  'preheader',
  'empty',
  'rank',
  'heading',
  'note1',
  'note2',
  // Where a paper's share of a part begins
  'cut',
];

/** Papers that a reader may ask for. */
const maximumPapers = 25;

/** Renders and encodes a digest: MJML once, whatever the number of lists that readers have made of its pool. */
export async function composeMail(
  ctx: Context,
  digest: MailedDigest,
  pool: Pooled[],
  { words = ctx.words('en'), test = false }: { words?: Words; test?: boolean } = {},
): Promise<DigestMail> {
  const { parts, slots, views, plain } = await render(ctx, words, digest, pool, test);
  const titles = pool.slice(0, digest.issueSize).map(({ content }) => content.title);
  const issue = issueSubject(words, digest, titles);
  const subject = test ? words.t('digest-subject-test', { subject: issue }) : issue;
  const lists: Lists = {
    digest,
    words,
    test,
    sections: cutSections(parts, slots, encoded),
    boundary: boundaryOf(parts.text, parts.html),
    tops: new Map(),
    papers: views.map(({ title, abstract }) => ({ title, preheader: excerpt(abstract, 140) })),
    notes: views.map(({ notes }) => notes.length),
  };
  const ranks = views.slice(0, digest.issueSize).map((_, place) => place + 1);
  const shown = joinSections(plain, ranks, lists.notes, frameOf(plain, headOf(lists, ranks, subject, escapeHtml)));
  const inSlots = (pieces: Holed) =>
    pieces.map((piece) => (typeof piece === 'string' ? (slots.names[piece] ?? '') : piece.join(''))).join('');
  const list = listOf(ctx, lists, ranks, subject);
  return {
    ...lists,
    issue: { ...list, body: asBytes(list.body) },
    subject,
    html: inSlots(shown.html),
    text: inSlots(shown.text),
  };
}

/** Renders the pool with as much of each paper as leaves the longest list below the limit. */
async function render(ctx: Context, words: Words, digest: MailedDigest, pool: Pooled[], test: boolean) {
  for (const [index, limits] of cuts.entries()) {
    const slots = makeSlots(slotNames);
    const views = pool.map((pooled) => paperView(ctx, words, pooled, limits));
    const view = frameView(ctx, words, digest, pool);
    const parts = await renderMail(words, 'digest', { ...view, papers: views, test, slots: slots.names });
    const plain = cutSections(parts, slots, plainly);
    const fits = largest(plain, Math.max(maximumPapers, digest.issueSize)) <= htmlLimit;
    if (fits || index === cuts.length - 1) return { parts, slots, views, plain };
  }
  throw new Error('a digest has no length at all');
}

/** Bytes of html that the longest list could have: the frame and the largest papers. */
function largest({ html }: Sections, papers: number): number {
  const size = (section: Sections['html']['head']) => Buffer.byteLength(section.map(({ piece }) => piece).join(''));
  const sizes = html.papers.map(({ section }) => size(section)).toSorted((a, b) => b - a);
  return sizes.slice(0, papers).reduce((sum, bytes) => sum + bytes, size(html.head) + size(html.foot));
}

/** What the templates print beside the papers; all of it plain text. */
function frameView(ctx: Context, words: Words, digest: MailedDigest, pool: Pooled[]) {
  const { PUBLIC_URL: publicUrl, SITE_NAME: siteName, POSTAL_ADDRESS: postalAddress } = ctx.config;
  return {
    siteName,
    publicUrl,
    host: new URL(publicUrl).host,
    postalAddress,
    sample: pool.some(({ content }) => content.source === 'sample'),
    dateText: dateText(words, digest),
    webUrl: `${publicUrl}/digests/${digest.date}${digest.kind === 'weekly' ? '?kind=weekly' : ''}`,
  };
}

function paperView(ctx: Context, words: Words, pooled: Pooled, limits: Limits) {
  const paper = issuePaper(words, pooled, limits);
  const url = ctx.config.PUBLIC_URL + paper.path;
  return { ...paper, url, notes: [url, ...(paper.pdfUrl === null ? [] : [paper.pdfUrl])] };
}

/** What a reader's mail needs beside the digest. */
export interface Recipient {
  subscriberId: number;
  address: string;
}

/** A reader's mail: pieces and slots joined. One-click unsubscribe is RFC 8058. `ranks`: the reader's own list. */
export function fillMail(
  ctx: Context,
  mail: DigestMail,
  { subscriberId, address }: Recipient,
  ranks?: number[],
): OutgoingMail {
  const { PUBLIC_URL: publicUrl, MAIL_UNSUBSCRIBE: box } = ctx.config;
  const { id } = mail.digest;
  const list = ranks === undefined ? mail.issue : listOf(ctx, mail, ranks);
  const unsubscribe = makeToken(ctx.keys, 'unsubscribe', subscriberId);
  const preferences = makeToken(ctx.keys, 'preferences', subscriberId);
  const mailto =
    box === undefined ? '' : `, <mailto:${parseMailbox(box).address}?subject=unsubscribe%20${unsubscribe}>`;
  const own = ownFields(ctx, { to: address, id: `digest.${id}.${subscriberId}` });
  const leave = `List-Unsubscribe: <${publicUrl}/unsubscribe/${unsubscribe}>${mailto}\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n`;
  return {
    mailFrom: returnPath(ctx, { digestId: id, subscriberId }),
    rcptTo: address,
    header: own + leave + list.fixed,
    body: fill(list.body, { address: slotValue(address), preferences, unsubscribe }),
    encoded: true,
  };
}

/** A test copy: marked as one, its personal links inert. */
export function fillTest(ctx: Context, mail: DigestMail, mailId: number, address: string): OutgoingMail {
  return {
    mailFrom: returnPath(ctx, { mailId }),
    rcptTo: address,
    header: ownFields(ctx, { to: address, id: `mail.${mailId}` }) + mail.issue.fixed,
    body: fill(mail.issue.body, { address: slotValue(address), preferences: 'test-copy', unsubscribe: 'test-copy' }),
    encoded: true,
  };
}
