import { recordAudit } from '../../admin/audit-log.ts';
import type { Day } from '../../lib/dates.ts';
import type { ImportFormat } from '../../papers/import/format.ts';
import { importPapers } from '../../papers/import/import.ts';
import { fetchPapers, type FetchReport } from '../../papers/sources/fetch.ts';
import type { JsonOption } from '../options.ts';
import { withAudit, withContext } from './context.ts';
import { openFile } from './files.ts';
import { print, printImport } from './output.ts';
import { withBar } from './progress-bar.ts';

interface ImportOptions extends JsonOption {
  format: ImportFormat;
  date?: Day;
}

export async function importFile(
  file: string,
  { format, date, json }: ImportOptions,
): Promise<void> {
  const source = await openFile(file);
  const report = await withContext((ctx) => {
    const onStart = () => recordAudit(ctx.db, null, 'papers-imported', format);
    return withBar('Importing', (onProgress) =>
      importPapers(ctx, source, { format, date, onStart }, onProgress),
    );
  });
  printImport(report, json);
}

export async function fetch({ json }: JsonOption): Promise<void> {
  const report = await withAudit({ action: 'papers-fetched' }, (ctx) =>
    withBar('Fetching', (onProgress) => fetchPapers(ctx, onProgress)),
  );
  print(report, json, () => textOf(report));
  if (report.failed.length > 0) process.exitCode = 1;
}

function textOf({ added, updated, unchanged, skipped, failed }: FetchReport): string {
  return [
    `${added} added, ${updated} updated, ${unchanged} unchanged, ${skipped.length} skipped`,
    ...skipped,
    ...failed.map(({ source, reason }) => `${source} failed: ${reason}`),
  ].join('\n');
}
