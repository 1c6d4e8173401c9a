import type { Day } from '../../lib/dates.ts';
import { oneLine } from '../../lib/text/one-line.ts';
import { arxivIdIn, arxivIdOfUrl } from '../arxiv-id.ts';
import { codeLinkIn } from '../code-link.ts';
import { arxivIdOfDoi } from '../doi.ts';
import type { PaperInput } from '../paper.ts';
import { countAuthors, type StoredPaper } from './stored-paper.ts';
import { titleKey } from './title-key.ts';

/** A paper to save, in the shape of a table row. */
export interface InputRow {
  row: StoredPaper;
  /** Whether the input stated the listing day. Otherwise it is the day of the import. */
  hasListingDay: boolean;
}

/**
 * Builds the row of a paper. Ids and links that follow from its other ids, links and abstract are
 * added.
 */
export function toInputRow(input: PaperInput, source: string, listedOn: Day): InputRow {
  const arxivId = arxivIdOf(input);
  const authors = input.authors ?? [];
  const row: StoredPaper = {
    id: 0,
    source,
    arxivId,
    doi: input.doi ?? null,
    title: input.title,
    titleKey: titleKeyOrTitle(input.title),
    abstract: input.abstract ?? '',
    summary: input.summary || null,
    authors,
    authorCount: countAuthors(input.authorCount ?? null, null, authors),
    organization: input.organization ?? null,
    publishedOn: input.publishedOn ?? null,
    listedOn: input.listedOn ?? listedOn,
    upvotes: input.upvotes ?? null,
    comments: input.comments ?? null,
    stars: input.stars ?? null,
    ...linksOf(input, arxivId),
    categories: [...new Set(input.categories)],
    keywords: [...new Set(input.keywords)],
    editedFields: source === 'manual' ? givenFields(input) : [],
    digests: [],
  };
  return {
    row,
    hasListingDay: input.listedOn != null,
  };
}

/** The deduplication key of a title. Falls back to the title itself if it has no letters. */
export function titleKeyOrTitle(title: string): string {
  return titleKey(title) || oneLine(title.slice(0, 100));
}

function linksOf(
  { url, pdfUrl, codeUrl, projectUrl, thumbnailUrl, abstract }: PaperInput,
  arxivId: string | null,
) {
  return {
    url: url ?? (arxivId === null ? null : `https://arxiv.org/abs/${arxivId}`),
    pdfUrl: pdfUrl ?? (arxivId === null ? null : `https://arxiv.org/pdf/${arxivId}`),
    codeUrl: codeUrl ?? codeLinkIn(abstract ?? ''),
    projectUrl: projectUrl ?? null,
    thumbnailUrl: thumbnailUrl ?? null,
  };
}

function arxivIdOf({ arxivId, doi, url, pdfUrl }: PaperInput): string | null {
  return (
    arxivId ??
    arxivIdOfUrl(url) ??
    arxivIdOfUrl(pdfUrl) ??
    arxivIdIn(arxivIdOfDoi(doi ?? '') ?? '') ??
    null
  );
}

/**
 * The fields that an operator may edit. Fetches do not change edited fields. Counts are not
 * editable.
 */
export const editable = [
  'title',
  'abstract',
  'summary',
  'authors',
  'authorCount',
  'organization',
  'publishedOn',
  'listedOn',
  'url',
  'pdfUrl',
  'codeUrl',
  'projectUrl',
  'categories',
  'keywords',
] as const;
export type EditableField = (typeof editable)[number];

/** The editable fields that the input contains. Names also determine the number of authors. */
function givenFields(input: PaperInput): string[] {
  return editable.filter(
    (field) => (input[field] ?? (field === 'authorCount' ? input.authors : null)) != null,
  );
}
