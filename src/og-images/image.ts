import { z } from 'zod';

/** Pixels, as the sites that show such pictures ask for. */
export const pictureWidth = 1200;
export const pictureHeight = 630;

/** Titles of a ranking that are drawn. */
export const shown = 3;

const common = z.object({
  site: z.string(),
  /** In words, and in figures for a script that there is no font for. */
  date: z.tuple([z.string(), z.string()]),
  /** That the papers are invented; empty for real ones. */
  note: z.string(),
});

/** What a picture says. */
export const picture = z.discriminatedUnion('kind', [
  common.extend({ kind: z.literal('ranking'), titles: z.array(z.string()) }),
  common.extend({ kind: z.literal('paper'), title: z.string(), authors: z.string() }),
]);

export type Picture = z.output<typeof picture>;
