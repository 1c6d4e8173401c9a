import { excerpt } from '../lib/text/wrap.ts';
import { latexToText } from '../lib/latex/latex.ts';
import { maximumTitles, type ImageContent } from './image.ts';

/** Requests per minute and client. A site that shows an image requests it once. */
export const imagesPerMinute = 60;

/** Maximum number of characters of a title or of names. An image shows about 200. */
const maximumLength = 300;

/** Number of titles considered; the first three that the fonts can draw are drawn. */
const maximumCandidates = 10;

interface Heading {
  site: string;
  /** The date in words. */
  dateText: string;
  date: string;
  /** May be empty. */
  note: string;
}

/** The image of a day or a digest: its date and its best papers. */
export function rankingImage(
  { dateText, date, ...heading }: Heading,
  titles: string[],
): ImageContent {
  return {
    kind: 'ranking',
    ...heading,
    date: [dateText, date],
    titles: titles.slice(0, maximumCandidates).map(short),
  };
}

/** The alternative text of `rankingImage`. */
export function rankingText(dateText: string, titles: string[]): string {
  return [dateText, ...titles.slice(0, maximumTitles).map(short)].join(' · ');
}

/** The image of one paper. */
export function paperImage(
  { dateText, date, ...heading }: Heading,
  title: string,
  authors: string,
): ImageContent {
  return {
    kind: 'paper',
    ...heading,
    date: [dateText, date],
    title: short(title),
    authors: excerpt(authors, maximumLength),
  };
}

function short(title: string): string {
  return excerpt(latexToText(title), maximumLength);
}
