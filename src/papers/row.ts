import { dayOf } from '../lib/dates.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import type { Paper } from './paper.ts';

/** The columns of a `Paper`. */
export const paperColumns = {
  id: true,
  source: true,
  title: true,
  abstract: true,
  summary: true,
  authors: true,
  authorCount: true,
  organization: true,
  publishedOn: true,
  listedOn: true,
  upvotes: true,
  comments: true,
  stars: true,
  url: true,
  pdfUrl: true,
  codeUrl: true,
  projectUrl: true,
  thumbnailUrl: true,
  arxivId: true,
  doi: true,
  categories: true,
  keywords: true,
} satisfies Prisma.PaperSelect;

type PaperRow = Prisma.PaperGetPayload<{ select: typeof paperColumns }>;

export function toPaper(row: PaperRow): Paper {
  return withDays(row);
}

/** Converts the dates of a row to days. */
export function withDays<T extends Pick<PaperRow, 'publishedOn' | 'listedOn'>>({
  publishedOn,
  listedOn,
  ...row
}: T) {
  return {
    ...row,
    publishedOn: publishedOn === null ? null : dayOf(publishedOn),
    listedOn: dayOf(listedOn),
  };
}
