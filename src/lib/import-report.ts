import { z } from 'zod';

/** Maximum rejected rows in a report, and maximum entries of its other lists. */
export const maximumListed = 10_000;

/** The total of a report whose `rejected` is limited. */
export const rejectedCount = z.int().describe('All rejected rows; `rejected` has the first 10,000');

/** The result of an import, as the API and `--json` return it. */
export const importReport = z
  .object({
    read: z.int(),
    added: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    rejected: z
      .array(z.object({ line: z.int(), reason: z.string() }))
      .describe(
        'The first 10,000 rows that were left out: the line of the file, or the item of a JSON array, from 1; and why',
      ),
  })
  .meta({ id: 'ImportReport' });

export type ImportReport = z.output<typeof importReport>;

/** Truncates a report to its first rejected rows, in the form of every import. */
export function withFirstRejected(report: ImportReport): ImportReport {
  return { ...report, rejected: report.rejected.slice(0, maximumListed) };
}

/** A report whose `rejected` is limited. */
export const shortenedReport = importReport
  .extend({ rejectedCount })
  .meta({ id: 'ShortenedImportReport' });

/** Truncates a report to its first rejected rows. */
export function shortened(
  report: ImportReport,
  maximum = maximumListed,
): z.output<typeof shortenedReport> {
  const { rejected } = report;
  return { ...report, rejected: rejected.slice(0, maximum), rejectedCount: rejected.length };
}
