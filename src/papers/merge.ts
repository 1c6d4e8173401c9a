import { titleKey, surname } from './title-key.ts';
import { arxivIdIn } from './arxiv-id.ts';
import type { PaperInput } from './paper.ts';
import type { Day } from '../calendar.ts';

/** A row of the table of papers, less what merging does not look at. */
export interface StoredPaper {
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
}

/** The stored paper that this one is: by arXiv id, else DOI, else title (with the first author where both have names). */
export function findSame(stored: StoredPaper[], incoming: StoredPaper): StoredPaper | undefined {
  return (
    stored.find((row) => row.arxivId !== null && row.arxivId === incoming.arxivId) ??
    stored.find((row) => row.doi !== null && row.doi === incoming.doi) ??
    stored.find((row) => row.titleKey === incoming.titleKey && mayBeSame(row, incoming))
  );
}

function mayBeSame(a: StoredPaper, b: StoredPaper): boolean {
  if (a.arxivId !== null && b.arxivId !== null) return false;
  const [first, second] = [a.authors[0], b.authors[0]];
  return first === undefined || second === undefined || surname(first) === surname(second);
}

/** A paper as it came, in the shape of a row, with what its arXiv id tells filled in. */
export function toRow(input: PaperInput, source: string, listedOn: Day): StoredPaper {
  const arxivId = input.arxivId ?? arxivIdOf(input.url) ?? arxivIdOf(input.pdfUrl) ?? null;
  const authors = input.authors ?? [];
  return {
    id: 0,
    source,
    arxivId,
    doi: input.doi?.toLowerCase() ?? null,
    title: input.title,
    titleKey: titleKey(input.title) || input.title,
    abstract: input.abstract ?? '',
    authors,
    authorCount: input.authorCount ?? (authors.length > 0 ? authors.length : null),
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
    edited: [],
  };
}

function arxivIdOf(url: string | null | undefined): string | undefined {
  return url !== null && url !== undefined && /\/\/(www\.|export\.)?arxiv\.org\//.test(url)
    ? arxivIdIn(url)
    : undefined;
}

/** The richer value of each field; newer counts win; what a person edited stays. */
export function mergePaper(stored: StoredPaper, incoming: StoredPaper): StoredPaper {
  const richer: StoredPaper = {
    ...stored,
    arxivId: stored.arxivId ?? incoming.arxivId,
    doi: stored.doi ?? incoming.doi,
    abstract: incoming.abstract.length > stored.abstract.length ? incoming.abstract : stored.abstract,
    authors: incoming.authors.length > stored.authors.length ? incoming.authors : stored.authors,
    authorCount: incoming.authors.length > 0 ? incoming.authorCount : (stored.authorCount ?? incoming.authorCount),
    publishedOn: stored.publishedOn ?? incoming.publishedOn,
    listedOn: listedOn(stored, incoming),
    upvotes: incoming.upvotes ?? stored.upvotes,
    comments: incoming.comments ?? stored.comments,
    url: stored.url ?? incoming.url,
    pdfUrl: stored.pdfUrl ?? incoming.pdfUrl,
    codeUrl: stored.codeUrl ?? incoming.codeUrl,
    projectUrl: stored.projectUrl ?? incoming.projectUrl,
    categories: [...new Set([...stored.categories, ...incoming.categories])],
    keywords: [...new Set([...stored.keywords, ...incoming.keywords])],
  };
  const edited = new Set(stored.edited);
  return { ...richer, ...Object.fromEntries(Object.entries(stored).filter(([field]) => edited.has(field))) };
}

/** arXiv knows when a paper was announced, not when the Daily Papers page listed it. */
function listedOn(stored: StoredPaper, incoming: StoredPaper): Day {
  return stored.source === 'arxiv' && incoming.source !== 'arxiv' ? incoming.listedOn : stored.listedOn;
}
