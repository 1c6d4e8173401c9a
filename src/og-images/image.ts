import { z } from 'zod';

/** Pixels: the size that social sites recommend. */
export const pictureWidth = 1200;
export const pictureHeight = 630;

/** The maximum number of titles in a ranking. */
export const maximumTitles = 3;

const common = z.object({
  site: z.string(),
  /** In words, and in digits if the fonts lack the script. */
  date: z.tuple([z.string(), z.string()]),
  /** A note that the papers are samples; empty for real ones. */
  note: z.string(),
});

/** The content of a picture. */
export const picture = z.discriminatedUnion('kind', [
  common.extend({ kind: z.literal('ranking'), titles: z.array(z.string()) }),
  common.extend({ kind: z.literal('paper'), title: z.string(), authors: z.string() }),
]);

export type Picture = z.output<typeof picture>;
