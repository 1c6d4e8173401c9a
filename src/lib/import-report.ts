import { z } from 'zod';

/** What became of an import: as the API and `--json` answer it. */
export const importReport = z.object({
  read: z.int(),
  added: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  /** Rows that were left out: where each stands (line of a file, item of a JSON array, from 1) and why. */
  rejected: z.array(z.object({ line: z.int(), reason: z.string() })),
});

export type ImportReport = z.output<typeof importReport>;
