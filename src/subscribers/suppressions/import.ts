import type { Context } from '../../context.ts';
import { faultsIn } from '../../lib/errors/problem.ts';
import { maximumListed } from '../../lib/import-report.ts';
import type { FileSource } from '../../lib/text/pieces.ts';
import { makeTurns } from '../../lib/turns.ts';
import type { Finding } from '../../suppressions/sql.ts';
import { addressColumnOf } from '../import-export/column-meanings.ts';
import type { Listed, ListRow } from '../import-export/list-reader.ts';
import { openList, type SubscriberFormat } from '../import-export/read-list.ts';
import { normalized } from '../import-export/status-readers.ts';
import { rejectionText } from '../import-export/rejection.ts';
import { addFindings } from '../suppression.ts';
import { type SuppressionImport, suppressionRow } from './suppression-input.ts';

/** Addresses suppressed per transaction. */
const chunkSize = 1000;

interface Options {
  /** Detected from the text if not given. */
  format?: SubscriberFormat | undefined;
  /** The reason for rows without one. */
  reason: Finding['reason'];
  /** Called before the first row is stored, to record the import in the audit log. */
  onStart?: (() => Promise<void>) | undefined;
}

/**
 * Suppresses the addresses of a list. A bad row is reported by line and the others are imported. A
 * second import changes nothing.
 * @throws Problem 422 if the text as a whole is not of this format
 */
export async function importSuppressions(
  ctx: Context,
  source: FileSource,
  { format, reason, onStart }: Options,
): Promise<SuppressionImport> {
  const counts = { read: 0, added: 0, updated: 0, unchanged: 0, rejectedCount: 0 };
  const report: SuppressionImport = { ...counts, rejected: [] };
  const row = suppressionRow(reason);
  const { batches } = await openList(source, format);
  await onStart?.();
  const turns = makeTurns();
  let findings: Finding[] = [];
  for await (const batch of batches) {
    for (const listed of batch) {
      report.read += 1;
      const found = readRow(ctx, row, listed);
      if (typeof found === 'string') reject(report, listed.line, found);
      else findings.push(found);
      if (turns.areDue()) await turns.next();
    }
    // A batch is a few hundred rows, so at most `chunkSize` rows and a batch are held in memory.
    if (findings.length >= chunkSize) findings = await addChunks(ctx, report, findings);
  }
  await addChunks(ctx, report, findings);
  return report;
}

function reject(report: SuppressionImport, line: number, reason: string): void {
  report.rejectedCount += 1;
  if (report.rejected.length < maximumListed) report.rejected.push({ line, reason });
}

async function addChunks(
  ctx: Context,
  report: SuppressionImport,
  findings: Finding[],
): Promise<Finding[]> {
  for (let at = 0; at < findings.length; at += chunkSize) {
    const results = await addFindings(ctx, findings.slice(at, at + chunkSize));
    for (const result of results) report[result] += 1;
  }
  return [];
}

/** Returns the suppression of a row, or why it is rejected. */
function readRow(
  ctx: Context,
  row: ReturnType<typeof suppressionRow>,
  listed: Listed,
): Finding | string {
  if ('rejected' in listed) return rejectionText(ctx.words('en'), listed.rejected);
  const parsed = row.safeParse(cellsOf(listed.row));
  return parsed.success ? parsed.data : faultsIn(parsed.error);
}

/** Renames the address column of a row to `email`. */
function cellsOf(cells: ListRow): ListRow {
  const column = addressColumnOf(Object.keys(cells));
  const email = column === undefined ? undefined : cells[column];
  const named = Object.entries(cells).map(([name, cell]) => [normalized(name), cell] as const);
  return { ...Object.fromEntries(named), email };
}
