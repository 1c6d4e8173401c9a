import { codeLinkIn } from '../code-link.ts';
import type { InputRow } from './input-row.ts';
import { countAuthors, type StoredPaper } from './stored-paper.ts';
import { surname } from './title-key.ts';

/**
 * Whether two papers with equal title keys are the same: unless their arXiv ids or first authors
 * differ, or only one is a sample. If their DOIs differ (for example preprint and journal), both
 * must have the same first author.
 */
export function areSameByTitle(a: StoredPaper, b: StoredPaper): boolean {
  if (differ(a.arxivId, b.arxivId) || isSample(a) !== isSample(b)) return false;
  const [first, second] = [a.authors[0], b.authors[0]];
  if (first === undefined || second === undefined) return !differ(a.doi, b.doi);
  return surname(first) === surname(second);
}

/** Whether both values are known and not equal. */
export function differ(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b;
}

function isSample({ source }: StoredPaper): boolean {
  return source === 'sample';
}

/**
 * Takes the richer value of each field, and the newer counts. A field that an operator edited
 * changes only if the input edits it again.
 */
export function mergePaper(
  stored: StoredPaper,
  { row: input, hasListingDay }: InputRow,
): StoredPaper {
  const authors = input.authors.length > stored.authors.length ? input.authors : stored.authors;
  const richer: StoredPaper = {
    ...stored,
    ...(hasListingDay ? mergeListing(stored, input) : {}),
    ...mergeTitle(stored, input),
    ...mergeLinks(stored, input),
    arxivId: stored.arxivId ?? input.arxivId,
    doi: stored.doi ?? input.doi,
    abstract: input.abstract.length > stored.abstract.length ? input.abstract : stored.abstract,
    summary: stored.summary ?? input.summary,
    authors,
    authorCount: countAuthors(stored.authorCount, input.authorCount, authors),
    organization: stored.organization ?? input.organization,
    publishedOn: stored.publishedOn ?? input.publishedOn,
    upvotes: input.upvotes ?? stored.upvotes,
    comments: input.comments ?? stored.comments,
    categories: [...new Set([...stored.categories, ...input.categories])],
    keywords: [...new Set([...stored.keywords, ...input.keywords])],
  };
  const editedFields = [...new Set([...stored.editedFields, ...input.editedFields])];
  const merged = { ...richer, ...editedValues(stored), ...editedValues(input), editedFields };
  return { ...merged, stars: starsOf(merged, input, stored) };
}

/** The stars of the repository that is linked. The newer row comes first. */
function starsOf({ codeUrl }: StoredPaper, ...rows: StoredPaper[]): number | null {
  return rows.find((row) => row.codeUrl === codeUrl && row.stars !== null)?.stars ?? null;
}

/**
 * The Daily Papers page decides the listing day. Any other source decides only instead of arXiv,
 * which knows when a paper was announced, but not when it was listed.
 */
function mergeListing(stored: StoredPaper, input: StoredPaper): Partial<StoredPaper> {
  const isDecided =
    input.source === 'huggingface'
      ? stored.source === 'huggingface'
      : stored.source !== 'arxiv' || input.source === 'arxiv';
  return isDecided ? {} : { listedOn: input.listedOn, source: input.source };
}

/**
 * Keeps the first title, unless arXiv has it with TeX markup that other sources lose: `$O(n^2)$`
 * becomes `O(n2)`.
 */
function mergeTitle(stored: StoredPaper, input: StoredPaper): Partial<StoredPaper> {
  const hasTex = input.source === 'arxiv' && /[$\\{}^_]/.test(input.title);
  const isRestored = hasTex && withoutTex(input.title) === withoutTex(stored.title);
  return isRestored ? { title: input.title, titleKey: input.titleKey } : {};
}

function withoutTex(title: string): string {
  return title.replaceAll(/[$\\{}^_~\s]/g, '').toLowerCase();
}

/** Keeps the first link, unless it was found in the abstract and the input comes with its own. */
function mergeLinks(stored: StoredPaper, input: StoredPaper): Partial<StoredPaper> {
  const isFound = stored.codeUrl === codeLinkIn(stored.abstract);
  return {
    url: stored.url ?? input.url,
    pdfUrl: stored.pdfUrl ?? input.pdfUrl,
    codeUrl: isFound ? (input.codeUrl ?? stored.codeUrl) : stored.codeUrl,
    projectUrl: stored.projectUrl ?? input.projectUrl,
    thumbnailUrl: stored.thumbnailUrl ?? input.thumbnailUrl,
  };
}

function editedValues(row: StoredPaper): Partial<StoredPaper> {
  const edited = new Set(row.editedFields);
  if (edited.has('title')) edited.add('titleKey');
  return Object.fromEntries(Object.entries(row).filter(([field]) => edited.has(field)));
}

/** Merges two rows of the same paper. The older row stays, with the edited fields of both. */
export function mergeRows(older: StoredPaper, newer: StoredPaper): StoredPaper {
  const merged = mergePaper(older, { row: newer, hasListingDay: true });
  const edited = { ...merged, ...editedValues(newer), ...editedValues(older) };
  return {
    ...edited,
    stars: starsOf(edited, newer, older),
    upvotes: larger(older.upvotes, newer.upvotes),
    comments: larger(older.comments, newer.comments),
    editedFields: [...new Set([...older.editedFields, ...newer.editedFields])],
    digests: [...new Set([...older.digests, ...newer.digests])],
  };
}

function larger(a: number | null, b: number | null): number | null {
  return a === null ? b : Math.max(a, b ?? a);
}
