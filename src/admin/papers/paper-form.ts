import { createHash } from 'node:crypto';
import { z } from 'zod';
import { paperEdits, type PaperEdits } from '../../papers/import/edit.ts';
import type { EditableField } from '../../papers/import/input-row.ts';
import { type Paper, paperInput } from '../../papers/paper.ts';

const blankAsNull = (value: unknown) =>
  typeof value === 'string' && value.trim() === '' ? null : value;
/** One value per line, because an author's name may contain a comma. */
const lines = (value: unknown) =>
  typeof value === 'string'
    ? value
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== '')
    : value;
const number = (value: unknown) =>
  typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : blankAsNull(value);

/** The fields of the form, in the order of the page, and the message for each invalid value. */
export const paperSentences = {
  title: 'paper-error-title',
  abstract: 'paper-error-abstract',
  summary: 'paper-error-summary',
  authors: 'paper-error-authors',
  authorCount: 'paper-error-number',
  organization: 'paper-error-organization',
  listedOn: 'import-error-date',
  publishedOn: 'import-error-date',
  url: 'paper-error-link',
  pdfUrl: 'paper-error-link',
  codeUrl: 'paper-error-link',
  projectUrl: 'paper-error-link',
  arxivId: 'paper-error-arxiv',
  doi: 'paper-error-doi',
  categories: 'paper-error-lines',
  keywords: 'paper-error-lines',
} as const;

const { shape } = paperEdits;
const editFields = {
  title: shape.title,
  abstract: z.preprocess(blankAsNull, shape.abstract),
  summary: z.preprocess(blankAsNull, shape.summary),
  authors: z.preprocess(lines, shape.authors),
  authorCount: z.preprocess(number, shape.authorCount),
  organization: z.preprocess(blankAsNull, shape.organization),
  listedOn: shape.listedOn,
  publishedOn: z.preprocess(blankAsNull, shape.publishedOn),
  url: z.preprocess(blankAsNull, shape.url),
  pdfUrl: z.preprocess(blankAsNull, shape.pdfUrl),
  codeUrl: z.preprocess(blankAsNull, shape.codeUrl),
  projectUrl: z.preprocess(blankAsNull, shape.projectUrl),
  categories: z.preprocess(lines, shape.categories),
  keywords: z.preprocess(lines, shape.keywords),
};

/** The form of an existing paper. */
export const editForm = z.object(editFields);

/** The form of a new paper. Ids can be entered, and the listing day defaults to today. */
export const newForm = z.object({
  ...editFields,
  listedOn: z.preprocess(blankAsNull, paperInput.shape.listedOn),
  arxivId: z.preprocess(blankAsNull, paperInput.shape.arxivId),
  doi: z.preprocess(blankAsNull, paperInput.shape.doi),
});

/** The fields of a paper as form text. */
export function textsOf(paper: Paper): Record<EditableField, string> {
  return {
    title: paper.title,
    abstract: paper.abstract,
    summary: paper.summary ?? '',
    authors: paper.authors.join('\n'),
    authorCount: paper.authorCount === null ? '' : String(paper.authorCount),
    organization: paper.organization ?? '',
    listedOn: paper.listedOn,
    publishedOn: paper.publishedOn ?? '',
    url: paper.url ?? '',
    pdfUrl: paper.pdfUrl ?? '',
    codeUrl: paper.codeUrl ?? '',
    projectUrl: paper.projectUrl ?? '',
    categories: paper.categories.join('\n'),
    keywords: paper.keywords.join('\n'),
  };
}

/**
 * A hash of a field's value when the form was rendered. A value that a source changes afterwards is
 * not taken for an edit.
 */
export function markOf(text: string): string {
  return createHash('sha256')
    .update(text.replaceAll('\r\n', '\n').trim())
    .digest('base64url')
    .slice(0, 12);
}

/** The edited fields: those whose text differs from the rendered form. */
export function changesIn(edits: PaperEdits, typed: Record<string, string>): Partial<PaperEdits> {
  const changed = Object.entries(edits).filter(
    ([field]) => markOf(typed[field] ?? '') !== typed[`was-${field}`],
  );
  return Object.fromEntries(changed);
}
