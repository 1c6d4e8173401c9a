import type { Context } from '../../context.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { excerpt } from '../../lib/text/wrap.ts';
import { makeSlots, type Slots } from '../../mail/message.ts';
import { renderMail } from '../../mail/templates.ts';
import { issueSubject } from '../compose/subject.ts';
import type { Pooled } from '../digest.ts';
import { cutSections, plainly, type Sections } from './fragments.ts';
import { dateText, issuePaper, type Limits, usual } from './issue.ts';
import type { MailedDigest } from './sql.ts';

/** Maximum bytes of html: Gmail clips a mail at 102 KB. */
const htmlLimit = 95_000;

/**
 * Tried in this order until the html is small enough; the paper's page has what is left out. The
 * footer is never cut.
 */
const cuts: Limits[] = [
  usual,
  { abstract: 600, title: 300, link: 300 },
  { abstract: 400, title: 300, link: 300 },
  { abstract: 250, title: 300, link: 300 },
  { abstract: 120, title: 300, link: 300 },
  { abstract: 0, title: 100, link: 0 },
];

const slotNames = [
  // The recipient's own
  'address',
  'preferences',
  'unsubscribe',
  // The list's own; the recipient's where the list is personal
  'web',
  // The list's own
  'subject',
  'preheader',
  'empty',
  'rank',
  'heading',
  'note1',
  'note2',
  // Where a section begins
  'cut',
];

/** Papers that a reader may ask for. */
const maximumPapers = 25;

/** A digest in one language, cut at its papers and slots. */
export interface RenderedDigest {
  parts: { html: string; text: string };
  slots: Slots;
  /** The parts cut, before any encoding. */
  plain: Sections;
  /** Of the issue. */
  subject: string;
  issueRanks: number[];
  /**
   * What a list needs to know of each paper of the pool, best first; the number of its footnotes
   * stands apart.
   */
  papers: { title: string; preheader: string }[];
  notes: number[];
}

/** Renders the pool with as much of each paper as leaves the longest list below the limit. */
export async function renderDigest(
  ctx: Context,
  digest: MailedDigest,
  pool: Pooled[],
  { words, test = false }: { words: Words; test?: boolean },
): Promise<RenderedDigest> {
  for (const [index, limits] of cuts.entries()) {
    const slots = makeSlots(slotNames);
    const papers = pool.map((pooled) => paperView(ctx, words, pooled, limits));
    const view = frameView(ctx, words, digest, pool);
    const parts = await renderMail(words, 'digest', { ...view, papers, test, slots: slots.names });
    const plain = cutSections(parts, slots, plainly);
    const fits = largest(plain, Math.max(maximumPapers, digest.issueSize)) <= htmlLimit;
    if (!fits && index < cuts.length - 1) continue;
    const subject = subjectFor(words, digest, pool, test);
    return { parts, slots, plain, subject, ...listed(papers, digest) };
  }
  throw new Error('a digest has no length at all');
}

/** Bytes of html that the longest list could have: the frame and the largest papers. */
function largest({ html }: Sections, papers: number): number {
  const size = (section: Sections['html']['head']) =>
    Buffer.byteLength(section.map(({ piece }) => piece).join(''));
  const sizes = html.papers.map(({ section }) => size(section)).toSorted((a, b) => b - a);
  const frame = [...html.head, ...html.line, ...html.personal, ...html.foot];
  return sizes.slice(0, papers).reduce((sum, bytes) => sum + bytes, size(frame));
}

/** What the templates print besides the papers, as plain text. */
function frameView(ctx: Context, words: Words, digest: MailedDigest, pool: Pooled[]) {
  const { PUBLIC_URL: publicUrl, SITE_NAME: siteName, POSTAL_ADDRESS: postalAddress } = ctx.config;
  return {
    siteName,
    publicUrl,
    host: new URL(publicUrl).host,
    postalAddress,
    sample: pool.some(({ content }) => content.source === 'sample'),
    dateText: dateText(words, digest),
  };
}

function paperView(ctx: Context, words: Words, pooled: Pooled, limits: Limits) {
  const paper = issuePaper(words, pooled, limits);
  const url = ctx.config.PUBLIC_URL + paper.path;
  return { ...paper, url, notes: [url, ...(paper.pdfUrl === null ? [] : [paper.pdfUrl])] };
}

function subjectFor(words: Words, digest: MailedDigest, pool: Pooled[], test: boolean): string {
  const titles = pool.slice(0, digest.issueSize).map(({ content }) => content.title);
  const subject = issueSubject(words, digest, titles);
  return test ? words.t('digest-subject-test', { subject }) : subject;
}

function listed(papers: ReturnType<typeof paperView>[], { issueSize }: MailedDigest) {
  return {
    issueRanks: papers.slice(0, issueSize).map((_, place) => place + 1),
    papers: papers.map(({ title, abstract }) => ({ title, preheader: excerpt(abstract, 140) })),
    notes: papers.map(({ notes }) => notes.length),
  };
}
