import type { ImportReport } from '../../lib/import-report.ts';

export function print(value: unknown, json: boolean | undefined, say: () => string): void {
  console.log(json === true ? JSON.stringify(value, null, 2) : say());
}

/** `rejectedCount`: the number of rejected rows if `rejected` has only the first of them. */
type Report = ImportReport & { rejectedCount?: number };

/** Sets exit code 1 if all rows were rejected, because the file probably has another format. */
export function printImport(
  report: Report,
  asJson: boolean | undefined,
  say = () => said(report),
): void {
  print(report, asJson, say);
  const { read: all, rejected, rejectedCount = rejected.length } = report;
  if (all > 0 && rejectedCount === all) process.exitCode = 1;
}

function said(report: Report): string {
  const { read: all, added, updated, unchanged, rejected } = report;
  const { rejectedCount = rejected.length } = report;
  const lines = rejected.map(({ line, reason }) => `line ${line}: ${reason}`);
  return [
    `${all} read: ${added} added, ${updated} updated, ${unchanged} unchanged, ${rejectedCount} rejected`,
    ...lines,
  ].join('\n');
}
