import type { Day } from '../../lib/dates.ts';
import { arxivIdIn } from '../arxiv-id.ts';
import { arxivIdOfDoi } from '../doi.ts';
import type { PaperInput } from '../paper.ts';
import { surname, titleKey } from './title-key.ts';

/** A row of the table of papers, less what merging does not look at. */
export interface StoredPaper {
  /** 0: not stored yet. */
  id: number;
  source: string;
  arxivId: string | null;
  doi: string | null;
  title: string;
  titleKey: string;
  abstract: string;
  authors: string[];
  authorCount: number | null;
  publishedOn: Day | null;
  listedOn: Day;
  upvotes: number | null;
  comments: number | null;
  url: string | null;
  pdfUrl: string | null;
  codeUrl: string | null;
  projectUrl: string | null;
  categories: string[];
  keywords: string[];
  edited: string[];
  /** The kinds of digests that have had it. */
  digests: string[];
}

/** A paper as it came. */
export interface Incoming {
  row: StoredPaper;
  /** Whether the listing day is its own word, not the day of the import. */
  saysListed: boolean;
  raw: unknown;
}

/** A paper as it came, in the shape of a row, with what its ids tell filled in. */
export function toIncoming(input: PaperInput, source: string, listedOn: Day): Incoming {
  const doi = input.doi ?? null;
  const arxivId =
    input.arxivId ??
    arxivIdOf(input.url) ??
    arxivIdOf(input.pdfUrl) ??
    arxivIdIn(arxivIdOfDoi(doi ?? '') ?? '') ??
    null;
  const authors = input.authors ?? [];
  const row: StoredPaper = {
    id: 0,
    source,
    arxivId,
    doi,
    title: input.title,
    titleKey: titleKey(input.title) || input.title.slice(0, 100),
    abstract: input.abstract ?? '',
    authors,
    authorCount: countAuthors(input.authorCount ?? null, null, authors),
    publishedOn: input.publishedOn ?? null,
    listedOn: input.listedOn ?? listedOn,
    upvotes: input.upvotes ?? null,
    comments: input.comments ?? null,
    url: input.url ?? (arxivId === null ? null : `https://arxiv.org/abs/${arxivId}`),
    pdfUrl: input.pdfUrl ?? (arxivId === null ? null : `https://arxiv.org/pdf/${arxivId}`),
    codeUrl: input.codeUrl ?? null,
    projectUrl: input.projectUrl ?? null,
    categories: [...new Set(input.categories)],
    keywords: [...new Set(input.keywords)],
    edited: source === 'manual' ? editsIn(input) : [],
    digests: [],
  };
  return { row, saysListed: input.listedOn != null, raw: input.raw ?? null };
}

/** What a person may say better than any source; counts go on. */
export const editable = [
  'title',
  'abstract',
  'authors',
  'authorCount',
  'publishedOn',
  'listedOn',
  'url',
  'pdfUrl',
  'codeUrl',
  'projectUrl',
  'categories',
  'keywords',
] as const;

/** The fields that a person gave: theirs to say from now on. Names say how many there are. */
function editsIn(input: PaperInput): string[] {
  return editable.filter((field) => (input[field] ?? (field === 'authorCount' ? input.authors : null)) != null);
}

function arxivIdOf(url: string | null | undefined): string | undefined {
  return url !== null && url !== undefined && /\/\/(www\.|export\.)?arxiv\.org\//.test(url)
    ? arxivIdIn(url)
    : undefined;
}

/** Names may be hidden or cut: the larger number is the richer one. */
function countAuthors(one: number | null, other: number | null, authors: string[]): number | null {
  const count = Math.max(one ?? 0, other ?? 0, authors.length);
  return count === 0 ? (one ?? other) : count;
}

/**
 * Two papers with titles alike are one, unless an id, the first authors' names, or being invented tells them apart. Where the
 * DOIs differ (a preprint's, a journal's) both must name the same first author.
 */
export function sameTitle(a: StoredPaper, b: StoredPaper): boolean {
  if (a.titleKey !== b.titleKey || isSample(a) !== isSample(b)) return false;
  if (differ(a.arxivId, b.arxivId)) return false;
  const [first, second] = [a.authors[0], b.authors[0]];
  if (first === undefined || second === undefined) return !differ(a.doi, b.doi);
  return surname(first) === surname(second);
}

/** Whether both are known and not the same. */
export function differ(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b;
}

function isSample({ source }: StoredPaper): boolean {
  return source === 'sample';
}

/** The richer value of each field; newer counts win; what a person edited stays, until they edit it again. */
export function mergePaper(stored: StoredPaper, { row: incoming, saysListed }: Incoming): StoredPaper {
  const authors = incoming.authors.length > stored.authors.length ? incoming.authors : stored.authors;
  const richer: StoredPaper = {
    ...stored,
    ...(saysListed ? listing(stored, incoming) : {}),
    arxivId: stored.arxivId ?? incoming.arxivId,
    doi: stored.doi ?? incoming.doi,
    abstract: incoming.abstract.length > stored.abstract.length ? incoming.abstract : stored.abstract,
    authors,
    authorCount: countAuthors(stored.authorCount, incoming.authorCount, authors),
    publishedOn: stored.publishedOn ?? incoming.publishedOn,
    upvotes: incoming.upvotes ?? stored.upvotes,
    comments: incoming.comments ?? stored.comments,
    url: stored.url ?? incoming.url,
    pdfUrl: stored.pdfUrl ?? incoming.pdfUrl,
    codeUrl: stored.codeUrl ?? incoming.codeUrl,
    projectUrl: stored.projectUrl ?? incoming.projectUrl,
    categories: [...new Set([...stored.categories, ...incoming.categories])],
    keywords: [...new Set([...stored.keywords, ...incoming.keywords])],
  };
  const edited = [...new Set([...stored.edited, ...incoming.edited])];
  return { ...richer, ...editedFields(stored), ...editedFields(incoming), edited };
}

/** arXiv knows when a paper was announced, not when the Daily Papers page listed it. */
function listing(stored: StoredPaper, incoming: StoredPaper): Partial<StoredPaper> {
  return stored.source === 'arxiv' && incoming.source !== 'arxiv'
    ? { listedOn: incoming.listedOn, source: incoming.source }
    : {};
}

function editedFields(row: StoredPaper): Partial<StoredPaper> {
  const edited = new Set(row.edited);
  if (edited.has('title')) edited.add('titleKey');
  return Object.fromEntries(Object.entries(row).filter(([field]) => edited.has(field)));
}

/** One row out of two that turned out to be one paper: the older one stays, what a person edited in either too. */
export function absorb(older: StoredPaper, newer: StoredPaper): StoredPaper {
  const merged = mergePaper(older, { row: newer, saysListed: true, raw: null });
  return {
    ...merged,
    upvotes: most(older.upvotes, newer.upvotes),
    comments: most(older.comments, newer.comments),
    ...editedFields(newer),
    ...editedFields(older),
    edited: [...new Set([...older.edited, ...newer.edited])],
    digests: [...new Set([...older.digests, ...newer.digests])],
  };
}

function most(a: number | null, b: number | null): number | null {
  return a === null ? b : Math.max(a, b ?? a);
}
