import { type Config, withoutPasswords } from '../../config/config.ts';
import { arxiv } from './arxiv/arxiv.ts';
import { announceTypes } from './arxiv/rss.ts';
import { biorxiv } from './biorxiv.ts';
import { feed, type FeedFormat } from './feed.ts';
import { huggingFace } from './huggingface.ts';
import { openReview } from './openreview.ts';
import type { PaperSource } from './source.ts';

/** A kind of source, written as `kind` or `kind:argument` in PAPER_SOURCES. */
interface SourceKind {
  /** An example of its syntax, such as `arxiv:cs.CL+cs.LG`. */
  example: string;
  /** Returns undefined if the argument is invalid. The argument is '' if absent. */
  open(argument: string, config: Config): PaperSource | undefined;
}

/** The kinds of sources. To add one, write its file and add a line here. */
const kinds: Record<string, SourceKind> = {
  huggingface: {
    example: 'huggingface',
    open: (argument, { HUGGINGFACE_URL: url }) => (argument === '' ? huggingFace(url) : undefined),
  },
  arxiv: { example: 'arxiv:cs.CL+cs.LG', open: openArxiv },
  biorxiv: { example: 'biorxiv:neuroscience', open: openBiorxiv('biorxiv') },
  medrxiv: { example: 'medrxiv:oncology', open: openBiorxiv('medrxiv') },
  openreview: {
    example: 'openreview:ICLR.cc/2026/Conference',
    open: (venue, { OPENREVIEW_API_URL: url }) =>
      /^[\w./-]+$/.test(venue) ? openReview(url, venue) : undefined,
  },
  rss: { example: 'rss:https://example.org/feed', open: openFeed('rss') },
  atom: { example: 'atom:https://example.org/feed', open: openFeed('atom') },
  jsonfeed: { example: 'jsonfeed:https://example.org/feed', open: openFeed('jsonfeed') },
};

/**
 * Parses `cs.CL+cs.LG`, optionally with types of announcements: `cs.CL+cs.LG:new+cross+replace`.
 * `cs` and `cs.*` are the whole archive.
 */
function openArxiv(
  argument: string,
  { ARXIV_API_URL: apiUrl, ARXIV_RSS_URL: rssUrl }: Config,
): PaperSource | undefined {
  const [categories = '', types = 'new+cross', ...rest] = argument.split(':');
  const wanted = types.split('+');
  const known = announceTypes.filter((type) => wanted.includes(type));
  const names = categories.split('+');
  if (!names.every((name) => /^[a-z-]+(\.(\*|[A-Za-z-]+))?$/.test(name))) return undefined;
  if (known.length !== wanted.length || rest.length > 0) return undefined;
  const withoutStar = names.map((name) => name.replace(/\.\*$/, ''));
  return arxiv({ apiUrl, rssUrl, categories: withoutStar, types: known });
}

/** Parses `neuroscience+cell-biology`. Empty means all categories. */
function openBiorxiv(server: 'biorxiv' | 'medrxiv'): SourceKind['open'] {
  return (argument, { BIORXIV_API_URL: apiUrl }) => {
    const categories = argument === '' ? [] : argument.split('+');
    return categories.every((category) => /^[a-z][a-z-]*$/.test(category))
      ? biorxiv({ server, apiUrl, categories })
      : undefined;
  };
}

function openFeed(format: FeedFormat): SourceKind['open'] {
  return (argument) => {
    const url = URL.parse(argument);
    if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
    // `fetch` refuses a URL with a user name.
    return url.username + url.password === '' ? feed(format, url.href) : undefined;
  };
}

function find(config: Config, name: string): PaperSource | undefined {
  const [, kind = '', argument = ''] = /^([^:]*):?(.*)$/s.exec(name) ?? [];
  return Object.hasOwn(kinds, kind) ? kinds[kind]?.open(argument, config) : undefined;
}

/** Opens the source with this name in PAPER_SOURCES. */
export function openSource(config: Config, name: string): PaperSource {
  const source = find(config, name);
  if (source === undefined) throw new Error(faultOf(name));
  return source;
}

/** The errors in PAPER_SOURCES, one line per source. Sample papers are not fetched (sample.ts). */
export function sourceFaults(config: Config): string[] {
  return config.sources
    .filter((name) => name !== 'sample' && find(config, name) === undefined)
    .map(faultOf);
}

function faultOf(name: string): string {
  const known = ['sample', ...Object.values(kinds).map(({ example }) => example)].join(', ');
  return `PAPER_SOURCES has "${withoutPasswords(name)}", which is not a valid source. Valid ones look like this: ${known}`;
}
