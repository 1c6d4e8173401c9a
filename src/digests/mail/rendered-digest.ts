import type { Context } from '../../context.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { excerpt } from '../../lib/text/wrap.ts';
import { boundaryOf, makeSlots, type Slots } from '../../mail/message.ts';
import { renderMail } from '../../mail/templates.ts';
import { issueSubject } from '../compose/subject.ts';
import type { Pooled } from '../digest.ts';
import { bytesOf, cutSections, type ListedPaper, type Surround } from './fragments.ts';
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

/** A digest in one language, its papers rendered when they are needed. */
export interface RenderedDigest {
  slots: Slots;
  boundary: string;
  /** Of the issue. */
  subject: string;
  issueRanks: number[];
  /** As it is, without encoding. */
  surround: Surround;
  /** The papers that were rendered first. */
  first: ReadonlyMap<number, ListedPaper>;
  render(papers: Pooled[]): Promise<Map<number, ListedPaper>>;
}

/** What the mails of one digest in one language share. */
interface Rendering {
  ctx: Context;
  words: Words;
  test: boolean;
  frame: ReturnType<typeof frameView>;
}

/**
 * Renders a digest with some papers of its pool, at least those of the issue. Each paper is as long
 * as leaves the longest list below the limit, whatever the others are.
 */
export async function renderDigest(
  ctx: Context,
  digest: MailedDigest,
  papers: Pooled[],
  { words, test = false }: { words: Words; test?: boolean },
): Promise<RenderedDigest> {
  const rendering = { ctx, words, test, frame: frameView(ctx, words, digest, papers) };
  const issue = papers.filter(({ rank }) => rank <= digest.issueSize);
  const { slots, parts, surround } = await mailWith(rendering, [], usual);
  const maximumBytes = maximumSection(surround, digest.issueSize);
  const render = (some: Pooled[]) => renderPapers(rendering, some, maximumBytes);
  return {
    slots,
    boundary: boundaryOf(parts.text, parts.html),
    subject: subjectFor(words, digest, issue, test),
    issueRanks: issue.map(({ rank }) => rank),
    surround,
    first: await render(papers),
    render,
  };
}

/** Parts of a mail with these papers, and the papers cut out of them. */
async function mailWith({ ctx, words, test, frame }: Rendering, papers: Pooled[], limits: Limits) {
  const slots = makeSlots(slotNames);
  const views = papers.map((pooled) => paperView(ctx, words, pooled, limits));
  const view = { ...frame, papers: views, test, slots: slots.names };
  const parts = await renderMail(words, 'digest', view);
  const { surround, papers: fragments } = cutSections(parts, slots);
  const listed = views.flatMap((paper, index) => {
    const found = fragments[index];
    return found === undefined ? [] : [{ ...found, ...listedPaper(paper) }];
  });
  return { slots, parts, surround, listed };
}

/** Maximum bytes of a paper's section, for the longest list. */
function maximumSection({ html }: Surround, issueSize: number): number {
  const { head, line, personal, foot } = html;
  const room = htmlLimit - bytesOf([head, line, personal, foot]);
  return room / Math.max(maximumPapers, issueSize);
}

/** The papers by rank, each cut until its section fits. */
async function renderPapers(
  rendering: Rendering,
  papers: Pooled[],
  maximumBytes: number,
): Promise<Map<number, ListedPaper>> {
  const rendered = new Map<number, ListedPaper>();
  let rest = papers;
  for (const [level, limits] of cuts.entries()) {
    if (rest.length === 0) break;
    const { listed } = await mailWith(rendering, rest, limits);
    const fits = ({ html }: ListedPaper) =>
      bytesOf([html.section]) <= maximumBytes || level === cuts.length - 1;
    for (const [index, paper] of listed.entries())
      if (fits(paper)) rendered.set(rest[index]?.rank ?? 0, paper);
    rest = rest.filter(({ rank }) => !rendered.has(rank));
  }
  return rendered;
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

function listedPaper({ title, abstract, notes }: ReturnType<typeof paperView>) {
  return { title, preheader: excerpt(abstract, 140), noteCount: notes.length };
}

function subjectFor(words: Words, digest: MailedDigest, issue: Pooled[], test: boolean): string {
  const titles = issue.map(({ content }) => content.title);
  const subject = issueSubject(words, digest, titles);
  return test ? words.t('digest-subject-test', { subject }) : subject;
}
