import { generateAtomFeed } from 'feedsmith';
import type { Context } from '../../context.ts';
import type { Words } from '../../lib/i18n/words.ts';

/** A feed, independent of its format (Atom or JSON). */
export interface Feed {
  title: string;
  /** The path of the page that the feed represents. */
  page: string;
  /** The paths of the feed itself. */
  atom: string;
  json: string;
  entries: Entry[];
}

export interface Entry {
  /** The path of the entry's page. It is also the id of the entry. */
  path: string;
  title: string;
  at: Date;
  text?: string;
  html?: string;
  authors: string[];
  tags: string[];
}

/** Atom, RFC 4287. */
export function atomOf(
  { config: { PUBLIC_URL: url, SITE_NAME: site }, now }: Context,
  _words: Words,
  feed: Feed,
): string {
  return generateAtomFeed({
    id: url + feed.page,
    title: { value: feed.title },
    updated: newest(feed.entries) ?? now(),
    links: [
      { href: url + feed.atom, rel: 'self', type: 'application/atom+xml' },
      { href: url + feed.page, rel: 'alternate', type: 'text/html' },
    ],
    authors: [{ name: site }],
    entries: feed.entries.map(({ path, title, at, text, html, authors, tags }) => ({
      id: url + path,
      title: { value: title },
      published: at,
      updated: at,
      ...(text === undefined || text === '' ? {} : { summary: { value: text } }),
      ...(html === undefined ? {} : { content: { value: html, type: 'html' } }),
      links: [{ href: url + path, rel: 'alternate', type: 'text/html' }],
      authors: authors.map((name) => ({ name })),
      categories: tags.map((term) => ({ term })),
    })),
  });
}

/** JSON Feed 1.1. */
export function jsonFeedOf(
  { config: { PUBLIC_URL: url } }: Context,
  { lang }: Words,
  feed: Feed,
): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    language: lang,
    home_page_url: url + feed.page,
    feed_url: url + feed.json,
    items: feed.entries.map(({ path, title, at, text, html, authors, tags }) => ({
      id: url + path,
      url: url + path,
      title,
      // The specification requires one of the two, even without an abstract.
      ...(html === undefined ? { content_text: text ?? '' } : { content_html: html }),
      date_published: at,
      authors: authors.map((name) => ({ name })),
      tags,
    })),
  });
}

function newest(entries: Entry[]): Date | undefined {
  return entries.map(({ at }) => at).toSorted((a, b) => b.getTime() - a.getTime())[0];
}
