import { pipeline } from 'node:stream/promises';
import type { Context } from '../../context.ts';
import { exportCsv, exportJson } from '../../subscribers/import-export/export.ts';
import { importSubscribers, previewImport } from '../../subscribers/import-export/import.ts';
import type { SubscriberFormat } from '../../subscribers/import-export/read-list.ts';
import { type WordedImport, wordedReport } from '../../subscribers/import-export/report.ts';
import { recordAudit } from '../../admin/audit-log.ts';
import { ignoreClosedPipe } from '../closed-pipe.ts';
import type { JsonOption } from '../options.ts';
import { withContext } from './context.ts';
import { openFile } from './files.ts';
import { printImport } from './output.ts';
import { withBar } from './progress-bar.ts';

interface ImportOptions extends JsonOption {
  format?: SubscriberFormat;
  consent?: string;
  dryRun?: boolean;
  applyDepartures?: boolean;
}

export async function importFile(file: string, options: ImportOptions): Promise<void> {
  const source = await openFile(file);
  const isPreview = options.dryRun === true;
  const report = await withContext((ctx) => importFrom(ctx, source, options));
  printImport(report, options.json, () => reportText(report, isPreview));
}

function importFrom(
  ctx: Context,
  source: AsyncIterable<Uint8Array>,
  { format, consent, dryRun, applyDepartures }: ImportOptions,
): Promise<WordedImport> {
  const act = dryRun === true ? previewImport : importSubscribers;
  const given = consent === undefined ? undefined : { source: consent };
  return withBar('Importing', async (onProgress) => {
    const onStart = () => recordAudit(ctx.db, null, 'subscribers-imported');
    const options = { format, consent: given, applyDepartures, onStart };
    return wordedReport(ctx.words('en'), await act(ctx, source, options, onProgress));
  });
}

export function exportAll({ json }: JsonOption): Promise<void> {
  return withContext(async (ctx) => {
    // Recorded before the first byte leaves, in case the command is interrupted.
    await recordAudit(ctx.db, null, 'subscribers-exported');
    const parts = json === true ? exportJson(ctx) : exportCsv(ctx);
    await pipeline(parts, process.stdout, { end: false }).catch(ignoreClosedPipe);
  });
}

/** Describes how the file was interpreted, what the import does, and which lines need attention. */
function reportText(report: WordedImport, isPreview: boolean): string {
  const { reading, becomes, rejected, notices } = report;
  const { active, pending, unsubscribed, suppressed } = becomes;
  const would = isPreview ? 'would become' : 'became';
  const more = (all: number, listed: unknown[], what: string) =>
    all > listed.length ? [`and ${all - listed.length} more ${what}`] : [];
  return [
    `${reading.format}, ${reading.product === null ? 'product not recognized' : `exported by ${reading.product}`}`,
    ...reading.columns.map(
      ({ name, means }) => `column ${JSON.stringify(name)}: ${meanings[means]}`,
    ),
    ...(reading.unread.length > 0 ? [`ignored columns: ${reading.unread.join(', ')}`] : []),
    `${report.read} read: ${report.added} added, ${report.updated} updated, ${report.unchanged} unchanged, ${report.departed} stored as unsubscribed or blocked, ${report.rejectedCount} rejected`,
    `${active} ${would} active, ${pending} pending, ${unsubscribed} unsubscribed, ${suppressed} suppressed; ${report.asked} asked to confirm`,
    ...rejected.map(({ line, reason }) => `line ${line}: ${reason}`),
    ...more(report.rejectedCount, rejected, 'rejected lines'),
    ...notices.map(({ line, notice }) => `line ${line}: ${notice}`),
    ...more(report.noticeCount, notices, 'notices'),
  ].join('\n');
}

const meanings = {
  address: 'the address',
  status: 'whether they may be mailed',
  preference: 'a preference',
  consent: 'their consent',
  date: 'a date',
  own: 'history from our own export',
};
