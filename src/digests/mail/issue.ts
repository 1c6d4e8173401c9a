import { addDays } from '../../lib/dates.ts';
import { excerpt } from '../../lib/text/wrap.ts';
import { byline } from '../../papers/byline.ts';
import { longDate } from '../../lib/format/dates.ts';
import { excerptToHtml, latexToText } from '../../lib/latex/latex.ts';
import type { Words } from '../../lib/i18n/words.ts';
import type { Digest, Pooled } from '../digest.ts';

/** Maximum characters of an abstract, a title and an outgoing link. A longer link is omitted. */
export interface Limits {
  abstract: number;
  title: number;
  link: number;
}

/** The limits of papers on the issue's page, and in emails unless they get too large. */
export const usual: Limits = { abstract: 600, title: 300, link: 2000 };

/** Maximum characters of authors, date and counts. Protects against invalid author names. */
const bylineLength = 200;

/** A paper of an issue as text, for the email and the page. */
export function issuePaper(words: Words, { content: paper }: Pooled, limits: Limits = usual) {
  const link = (out: string | null) => (out !== null && out.length <= limits.link ? out : null);
  return {
    path: `/papers/${paper.id}`,
    title: excerpt(latexToText(paper.title), limits.title),
    byline: excerpt(byline(words, paper), bylineLength),
    abstract: limits.abstract === 0 ? '' : excerpt(latexToText(paper.abstract), limits.abstract),
    pdfUrl: link(paper.pdfUrl),
    codeUrl: link(paper.codeUrl),
  };
}

/** Like `issuePaper`, for the issue's page, which renders formulas. */
export function issuePaperOnPage(words: Words, pooled: Pooled) {
  return {
    ...issuePaper(words, pooled),
    titleHtml: excerptToHtml(pooled.content.title, usual.title),
    abstractHtml: excerptToHtml(pooled.content.abstract, usual.abstract),
  };
}

/**
 * The date of a digest, such as `Tuesday 10 March 2026`. A weekly digest, which is dated the day
 * after its week, gets `Week ending Sunday 8 March 2026`.
 */
export function dateText(words: Words, digest: Pick<Digest, 'kind' | 'date'>): string {
  const date = lastDayText(words, digest);
  return digest.kind === 'daily' ? date : words.t('digest-week', { date });
}

/** The date of a daily digest, or the last day of the week of a weekly one. */
export function lastDayText(words: Words, { kind, date }: Pick<Digest, 'kind' | 'date'>): string {
  return longDate(words, kind === 'daily' ? date : addDays(date, -1));
}
