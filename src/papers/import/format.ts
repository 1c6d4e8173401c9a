import { z } from 'zod';

/** The formats that papers are imported from. */
export const importFormat = z.enum(
  ['page', 'json', 'ndjson', 'arxiv'],
  'page, json, ndjson or arxiv',
);
export type ImportFormat = z.output<typeof importFormat>;
