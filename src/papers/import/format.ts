import { z } from 'zod';

/** The supported import formats. */
export const importFormat = z.enum(
  ['page', 'json', 'ndjson', 'arxiv'],
  'page, json, ndjson or arxiv',
);
export type ImportFormat = z.output<typeof importFormat>;
