import type { Context } from '../../context.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { excerpt } from '../../lib/text/wrap.ts';
import { boundaryOf, makeSlots, type Slots } from '../../mail/message.ts';
import { renderMail } from '../../mail/templates.ts';
import { maximumPapers } from '../../subscribers/preferences/definitions.ts';
import { subjectFor } from '../compose/subject.ts';
import type { Pooled } from '../digest.ts';
import { bytesOf, cutSections, type ListedPaper, type LayoutSections } from './fragments.ts';
import { dateText, issuePaper, type Limits, usual } from './issue.ts';
import type { MailedDigest } from './sql.ts';

/** Maximum bytes of the HTML part. Gmail clips emails at 102 KB. */
const htmlLimit = 95_000;

/**
 * Limits, tried in this order until the HTML is small enough. The paper's page shows what was cut.
 * The footer is never cut.
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
  // Slots of the recipient.
  'address',
  'preferences',
  'unsubscribe',
  // Slot of the list, or of the recipient if the list is personal.
  'web',
  // Slots of the list.
  'subject',
  'preheader',
  'empty',
  'rank',
  'heading',
  'note1',
  'note2',
  // Marks the start of a section.
  'cut',
];

/** A digest in one language. Papers are rendered on demand. */
export interface RenderedDigest {
  slots: Slots;
  boundary: string;
  /** The subject of the issue. */
  subject: string;
  issueRanks: number[];
  /** The unencoded parts around the papers. */
  layout: LayoutSections;
  /** The papers that were rendered initially. */
  first: ReadonlyMap<number, ListedPaper>;
  render(papers: Pooled[]): Promise<Map<number, ListedPaper>>;
}

/** State shared by the emails of one digest in one language. */
interface Rendering {
  ctx: Context;
  words: Words;
  test: boolean;
  frame: ReturnType<typeof frameView>;
}

/**
 * Renders a digest with some papers of its pool, at least those of the issue. Each paper is cut so
 * that the longest list stays below the limit with any combination of papers.
 */
export async function renderDigest(
  ctx: Context,
  digest: MailedDigest,
  papers: Pooled[],
  { words, test = false }: { words: Words; test?: boolean },
): Promise<RenderedDigest> {
  const rendering = { ctx, words, test, frame: frameView(ctx, words, digest, papers) };
  const issue = papers.filter(({ rank }) => rank <= digest.issueSize);
  const { slots, parts, layout } = await mailWith(rendering, [], usual);
  const maximumBytes = maximumSection(layout, digest.issueSize);
  const render = (some: Pooled[]) => renderPapers(rendering, some, maximumBytes);
  return {
    slots,
    boundary: boundaryOf(parts.text, parts.html),
    subject: issueSubject(words, digest, issue, test),
    issueRanks: issue.map(({ rank }) => rank),
    layout,
    first: await render(papers),
    render,
  };
}

/** Renders an email with these papers and splits it at the papers. */
async function mailWith({ ctx, words, test, frame }: Rendering, papers: Pooled[], limits: Limits) {
  const slots = makeSlots(slotNames);
  const views = papers.map((pooled) => paperView(ctx, words, pooled, limits));
  const view = { ...frame, papers: views, test, slots: slots.names };
  const parts = await renderMail(words, 'digest', view);
  const { layout, papers: fragments } = cutSections(parts, slots);
  const listed = views.flatMap((paper, index) => {
    const found = fragments[index];
    return found === undefined ? [] : [{ ...found, ...listedPaper(paper) }];
  });
  return { slots, parts, layout, listed };
}

/** Maximum bytes of a paper's section, derived from the longest list. */
function maximumSection({ html }: LayoutSections, issueSize: number): number {
  const { head, line, personal, foot } = html;
  const room = htmlLimit - bytesOf([head, line, personal, foot]);
  return room / Math.max(maximumPapers, issueSize);
}

/** Renders papers by rank. Each paper is cut until its section fits. */
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

/** Plain text that the templates print in addition to the papers. */
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

function issueSubject(words: Words, digest: MailedDigest, issue: Pooled[], test: boolean): string {
  const titles = issue.map(({ content }) => content.title);
  const subject = subjectFor(words, digest, titles);
  return test ? words.t('digest-subject-test', { subject }) : subject;
}
