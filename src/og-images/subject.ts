import { excerpt } from '../lib/text/wrap.ts';
import { latexToText } from '../lib/latex/latex.ts';
import { maximumTitles, type Picture } from './image.ts';

/** Requests per minute and client: a site that shows a picture requests it once. */
export const picturesPerMinute = 60;

/** The maximum number of characters of a title or of names; a picture shows about 200. */
const maximumLength = 300;

/** The number of titles of which the first three that can be drawn are drawn. */
const maximumCandidates = 10;

interface Heading {
  site: string;
  /** In words. */
  dateText: string;
  date: string;
  /** May be empty. */
  note: string;
}

/** A day or a digest: its date and its best papers. */
export function rankingPicture({ dateText, date, ...heading }: Heading, titles: string[]): Picture {
  return {
    kind: 'ranking',
    ...heading,
    date: [dateText, date],
    titles: titles.slice(0, maximumCandidates).map(short),
  };
}

/** The alternative text of `rankingPicture`. */
export function rankingText(dateText: string, titles: string[]): string {
  return [dateText, ...titles.slice(0, maximumTitles).map(short)].join(' · ');
}

/** One paper. */
export function paperPicture(
  { dateText, date, ...heading }: Heading,
  title: string,
  authors: string,
): Picture {
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
