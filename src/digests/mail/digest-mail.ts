import type { Context } from '../../context.ts';
import { escapeHtml } from '../../lib/text/escape-html.ts';
import { parseMailbox } from '../../mail/header.ts';
import { ownFields } from '../../mail/transactional.ts';
import { asBytes, fill, type SlottedText, slotValue } from '../../mail/message.ts';
import { returnPath } from '../../mail/return-path.ts';
import type { OutgoingMail } from '../../outbox/rendering.ts';
import { makeToken, preferencesPurpose } from '../../subscribers/tokens.ts';
import type { Words } from '../../lib/i18n/words.ts';
import type { Pooled } from '../digest.ts';
import { CacheBudget } from './cache-budget.ts';
import {
  fillLayout,
  joinSections,
  plainText,
  quotedPrintable,
  type Sections,
} from './fragments.ts';
import { issueHeadValues, issueList, type List, type Lists, personalList } from './list-mail.ts';
import { PapersAsNeeded, type ReadPapers } from './papers-as-needed.ts';
import { renderDigest, type RenderedDigest } from './rendered-digest.ts';
import type { MailedDigest } from './sql.ts';
import { ownPath } from './web-path.ts';

/** A digest encoded once in one language. A reader's email is built by joining its pieces. */
export interface DigestMail extends Lists, Pick<PapersAsNeeded, 'has' | 'need'> {
  /** The list for readers without preferences. */
  issue: List;
  subject: string;
  /** The parts of the issue before encoding, with unfilled slots for the recipient. */
  html: string;
  text: string;
}

interface Version {
  words?: Words;
  test?: boolean;
  /** Reads further papers of the pool for lists that contain them. */
  readPapers?: ReadPapers;
  /** Shared by all digests of a process. */
  budget?: CacheBudget;
}

/**
 * Renders and encodes a digest. Each paper is rendered once, no matter how many lists contain it.
 * @param papers papers of its pool, at least those of the issue
 */
export async function composeMail(
  ctx: Context,
  digest: MailedDigest,
  papers: Pooled[],
  { words = ctx.words('en'), test = false, readPapers, budget = new CacheBudget() }: Version = {},
): Promise<DigestMail> {
  const rendered = await renderDigest(ctx, digest, papers, { words, test });
  const { subject, issueRanks: ranks, boundary } = rendered;
  const needed = new PapersAsNeeded(rendered, quotedPrintable, budget, readPapers);
  const { sections } = needed;
  const lists: Lists = { digest, words, test, sections, boundary, heads: new Map() };
  const list = issueList(ctx, lists, ranks, subject);
  return {
    ...lists,
    has: (some) => needed.has(some),
    need: (some) => needed.need(some),
    issue: { ...list, body: asBytes(list.body) },
    subject,
    ...shownParts(rendered, lists),
  };
}

/** The parts of the issue before encoding, with unfilled slots for the recipient. */
function shownParts(
  { layout, first: papers, slots, subject, issueRanks }: RenderedDigest,
  lists: Lists,
) {
  const { budget } = lists.sections;
  const plain: Sections = { layout, papers, encoding: plainText, budget };
  const filled = fillLayout(plain, issueHeadValues(lists, issueRanks, subject, escapeHtml));
  const shown = joinSections(plain, issueRanks, filled);
  const inSlots = (pieces: SlottedText) =>
    pieces
      .map((piece) => (typeof piece === 'string' ? (slots.names[piece] ?? '') : piece.join('')))
      .join('');
  return { html: inSlots(shown.html), text: inSlots(shown.text) };
}

/** What an email needs in addition to the digest. */
export interface Recipient {
  subscriberId: number;
  address: string;
  /** Number of changes of the address. */
  moves: number;
}

/**
 * Builds a reader's email by joining pieces and slots. One-click unsubscribe follows RFC 8058.
 * `ranks` is the reader's personal list. Its papers must be rendered already (`need`).
 */
export function fillMail(
  ctx: Context,
  mail: DigestMail,
  { subscriberId, address, moves }: Recipient,
  ranks?: number[],
): OutgoingMail {
  const { PUBLIC_URL: publicUrl, MAIL_UNSUBSCRIBE: box } = ctx.config;
  const { id } = mail.digest;
  const list = ranks === undefined ? mail.issue : personalList(ctx, mail, ranks);
  const unsubscribe = makeToken(ctx.keys, 'unsubscribe', subscriberId);
  const preferences = makeToken(ctx.keys, preferencesPurpose(moves), subscriberId);
  const web = ranks === undefined ? '' : slotValue(ownPath(ctx.keys, mail.digest, subscriberId));
  const mailto =
    box === undefined
      ? ''
      : `, <mailto:${parseMailbox(box).address}?subject=unsubscribe%20${unsubscribe}>`;
  const own = ownFields(ctx, { to: address, id: `digest.${id}.${subscriberId}` });
  const leave = `List-Unsubscribe: <${publicUrl}/unsubscribe/${unsubscribe}>${mailto}\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n`;
  return {
    mailFrom: returnPath(ctx, { digestId: id, subscriberId }),
    rcptTo: address,
    header: own + leave + list.fixed,
    body: fill(list.body, { address: slotValue(address), preferences, unsubscribe, web }),
    encoded: true,
  };
}

/** A test copy, marked as such, with inert personal links. */
export function fillTest(
  ctx: Context,
  mail: DigestMail,
  transactionalEmailId: number,
  address: string,
): OutgoingMail {
  return {
    mailFrom: returnPath(ctx, { transactionalEmailId }),
    rcptTo: address,
    header: ownFields(ctx, { to: address, id: `mail.${transactionalEmailId}` }) + mail.issue.fixed,
    body: fill(mail.issue.body, {
      address: slotValue(address),
      preferences: 'test-copy',
      unsubscribe: 'test-copy',
    }),
    encoded: true,
  };
}
