import { z } from 'zod';
import { day } from '../calendar.ts';

/** A paper as the API shows it and as a digest freezes it. */
export const paper = z.object({
  id: z.number().int(),
  title: z.string(),
  abstract: z.string(),
  authors: z.array(z.string()),
  authorCount: z.number().int().nullable(),
  publishedOn: day.nullable(),
  listedOn: day,
  /** null: unknown, which is not 0. */
  upvotes: z.number().int().nullable(),
  comments: z.number().int().nullable(),
  url: z.string().nullable(),
  pdfUrl: z.string().nullable(),
  codeUrl: z.string().nullable(),
  arxivId: z.string().nullable(),
  categories: z.array(z.string()),
});

export type Paper = z.output<typeof paper>;
