import { z } from 'zod';

/** The size that social networks recommend, in pixels. */
export const imageWidth = 1200;
export const imageHeight = 630;

/** The maximum number of titles in a ranking. */
export const maximumTitles = 3;

const common = z.object({
  site: z.string(),
  /** With the month in words, and in digits for languages whose script the fonts lack. */
  date: z.tuple([z.string(), z.string()]),
  /** A note that the papers are samples; empty for real ones. */
  note: z.string(),
});

/** The content of an image. */
export const imageContent = z.discriminatedUnion('kind', [
  common.extend({ kind: z.literal('ranking'), titles: z.array(z.string()) }),
  common.extend({ kind: z.literal('paper'), title: z.string(), authors: z.string() }),
]);

export type ImageContent = z.output<typeof imageContent>;
