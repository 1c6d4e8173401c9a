import type { Day } from '../calendar.ts';
import type { Paper } from './paper.ts';

const dateFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const longDateFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});

/** `28 Oct 2025`. */
export function shortDate(day: Day): string {
  return dateFormat.format(new Date(`${day}T00:00:00Z`));
}

/** `Tuesday 28 October 2025`. */
export function longDate(day: Day): string {
  return longDateFormat.format(new Date(`${day}T00:00:00Z`)).replace(',', '');
}

/** `1 upvote`, `12 upvotes`. */
export function counted(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

/** The names, at most `most` of them, or `7 authors`; empty where nothing is known. */
export function authorsText({ authors, authorCount }: Paper, most = 3): string {
  const total = Math.max(authorCount ?? 0, authors.length);
  if (authors.length === 0) return total === 0 ? '' : counted(total, 'author');
  if (total <= most) return listText(authors.slice(0, most));
  const named = authors.slice(0, most - 1);
  return `${named.join(', ')} and ${counted(total - named.length, 'other')}`;
}

function listText(names: string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** `Ada Lovelace and 6 others · 28 Oct 2025 · 31 upvotes · 2 comments`: what is known, in this order. */
export function byline(paper: Paper): string {
  return [
    authorsText(paper),
    paper.publishedOn === null ? '' : shortDate(paper.publishedOn),
    paper.upvotes === null ? '' : counted(paper.upvotes, 'upvote'),
    paper.comments === null || paper.comments === 0 ? '' : counted(paper.comments, 'comment'),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
