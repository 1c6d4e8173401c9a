import { z } from 'zod';
import { day } from '../lib/dates.ts';
import { oneLine } from '../lib/text/one-line.ts';
import { arxivIdIn } from './arxiv-id.ts';
import { doiIn } from './doi.ts';

/** A paper as the API returns it. */
export const paper = z
  .object({
    id: z.number().int(),
    title: z.string(),
    abstract: z.string(),
    summary: z
      .string()
      .nullable()
      .describe('The abstract in one or two sentences, as the source gives it'),
    authors: z.array(z.string()),
    authorCount: z.number().int().nullable(),
    organization: z.string().nullable(),
    publishedOn: day.nullable(),
    listedOn: day,
    upvotes: z.number().int().nullable().describe('null: unknown, which is not 0'),
    comments: z.number().int().nullable(),
    stars: z.number().int().nullable().describe('Stars of the code at codeUrl'),
    url: z.string().nullable(),
    pdfUrl: z.string().nullable(),
    codeUrl: z.string().nullable(),
    projectUrl: z.string().nullable(),
    thumbnailUrl: z.string().nullable().describe('An image of it, as the source names it'),
    arxivId: z.string().nullable(),
    doi: z.string().nullable(),
    categories: z.array(z.string()),
    keywords: z.array(z.string()),
  })
  .meta({ id: 'Paper' });

/** A paper as pages show it and as digests store it. */
export const fullPaper = paper.extend({ source: z.string() });

export type Paper = z.output<typeof fullPaper>;

/** Normalized by `URL`: no line breaks, special characters percent-encoded. */
const link = z
  .url({ protocol: /^https?$/, normalize: true, error: 'an http or https URL' })
  .max(2000);
const count = z.int().min(0).max(100_000_000);

/** One line with at least one visible character. A zero-width space alone is not a title. */
const line = (max: number) =>
  z
    .string()
    .transform(oneLine)
    .pipe(
      z
        .string()
        .regex(/[^\s\p{Cf}]/u, 'must not be empty')
        .max(max, `at most ${max} characters`),
    );

/**
 * A paper as imports, the API and sources provide it. Only the title is required. Null and absent
 * are equivalent.
 */
export const paperInput = z.object({
  title: line(1000),
  abstract: z.string().max(50_000).transform(oneLine).nullish(),
  summary: z.string().max(5000).transform(oneLine).nullish(),
  authors: z
    .array(line(300))
    .max(10_000)
    .refine((names) => names.join('').length <= 100_000, 'at most 100,000 characters')
    .nullish(),
  authorCount: count.nullish(),
  organization: line(300).nullish(),
  publishedOn: day.nullish(),
  listedOn: day.nullish(),
  upvotes: count.nullish(),
  comments: count.nullish(),
  stars: count.nullish(),
  url: link.nullish(),
  pdfUrl: link.nullish(),
  codeUrl: link.nullish(),
  projectUrl: link.nullish(),
  thumbnailUrl: link.nullish(),
  arxivId: z
    .string()
    .transform((text, ctx) => {
      const id = arxivIdIn(text);
      if (id === undefined)
        ctx.addIssue({ code: 'custom', message: 'an arXiv id such as 2510.12345' });
      return id ?? z.NEVER;
    })
    .nullish(),
  doi: z
    .string()
    .transform((text, ctx) => {
      const doi = doiIn(text);
      if (doi === undefined) ctx.addIssue({ code: 'custom', message: 'a DOI such as 10.1000/xyz' });
      return doi ?? z.NEVER;
    })
    .nullish(),
  categories: z.array(line(100)).max(50).nullish(),
  keywords: z.array(line(100)).max(100).nullish(),
});

export type PaperInput = z.output<typeof paperInput>;
