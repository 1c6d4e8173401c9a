import { excerpt } from '../lib/text/wrap.ts';
import { latexToText } from '../lib/latex/latex.ts';
import { type Picture, shown } from './image.ts';

/** Requests a minute and client: each site that shows a picture asks for it once. */
export const picturesPerMinute = 60;

/** Characters of a title or of names that are looked at; a picture shows about 200. */
const most = 300;

/** Titles of a ranking that are looked at: the first three that can be drawn are. */
const looked = 10;

interface Heading {
  site: string;
  /** In words. */
  dateText: string;
  date: string;
  /** Empty where there is none. */
  note: string;
}

/** A day or a digest: its date and its best papers. */
export function rankingPicture({ dateText, date, ...heading }: Heading, titles: string[]): Picture {
  return { kind: 'ranking', ...heading, date: [dateText, date], titles: titles.slice(0, looked).map(short) };
}

/** What `rankingPicture` shows, for those who do not see it. */
export function rankingText(dateText: string, titles: string[]): string {
  return [dateText, ...titles.slice(0, shown).map(short)].join(' · ');
}

/** One paper. */
export function paperPicture({ dateText, date, ...heading }: Heading, title: string, authors: string): Picture {
  return { kind: 'paper', ...heading, date: [dateText, date], title: short(title), authors: excerpt(authors, most) };
}

function short(title: string): string {
  return excerpt(latexToText(title), most);
}
