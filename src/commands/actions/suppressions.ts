import { pipeline } from 'node:stream/promises';
import type { z } from 'zod';
import type { SubscriberFormat } from '../../subscribers/import-export/read-list.ts';
import { addSuppression } from '../../subscribers/suppressions/add.ts';
import { suppressionsCsv, suppressionsJson } from '../../subscribers/suppressions/export.ts';
import { importSuppressions } from '../../subscribers/suppressions/import.ts';
import { liftSuppressionById } from '../../subscribers/suppression.ts';
import {
  shownSuppression,
  type suppressionReason,
} from '../../subscribers/suppressions/suppression-input.ts';
import { listSuppressions } from '../../suppressions/suppressions.ts';
import { recordAudit } from '../../admin/audit-log.ts';
import { ignoreClosedPipe } from '../closed-pipe.ts';
import type { JsonOption } from '../options.ts';
import { withAudit, withContext } from './context.ts';
import { openFile } from './files.ts';
import { print, printImport } from './output.ts';

interface ImportOptions extends JsonOption {
  format?: SubscriberFormat;
  reason: z.output<typeof suppressionReason>;
}

export async function list({ limit, json }: JsonOption & { limit: number }): Promise<void> {
  const found = await withContext((ctx) => listSuppressions(ctx.db, { limit }, ctx.now()));
  print(found.map(shownSuppression), json, () =>
    found
      .map(({ id, emailKey, reason, createdAt, evidence }) =>
        [id, emailKey ?? '(erased)', reason, createdAt.toISOString(), evidence ?? ''].join('\t'),
      )
      .join('\n'),
  );
}

export async function add(
  emailKey: string,
  { reason, json }: JsonOption & Pick<ImportOptions, 'reason'>,
): Promise<void> {
  const { result, suppression } = await withAudit(
    (_ctx, added: Awaited<ReturnType<typeof addSuppression>>) =>
      added.result === 'unchanged'
        ? undefined
        : { action: 'suppression-added', target: `#${added.suppression.id}` },
    (ctx) => addSuppression(ctx, { emailKey, reason, evidence: null }),
  );
  print(shownSuppression(suppression), json, () =>
    result === 'unchanged' ? `already suppressed: ${emailKey}` : `suppressed: ${emailKey}`,
  );
}

export async function lift(id: number): Promise<void> {
  await withAudit(
    (_ctx, { subscriber: target }: { subscriber: string }) => ({
      action: 'subscriber-unblocked',
      target,
    }),
    async (ctx) => {
      const lifted = await liftSuppressionById(ctx, id);
      if (lifted === undefined) throw new Error(`there is no suppression ${id}`);
      return lifted;
    },
  );
  console.log(`lifted: ${id}`);
}

export async function importFile(
  file: string,
  { format, reason, json }: ImportOptions,
): Promise<void> {
  const source = await openFile(file);
  const report = await withContext((ctx) => {
    const onStart = () => recordAudit(ctx.db, null, 'suppressions-imported');
    return importSuppressions(ctx, source, { format, reason, onStart });
  });
  printImport(report, json);
}

export function exportAll({ json }: JsonOption): Promise<void> {
  return withContext(async (ctx) => {
    // Recorded before the first byte leaves, in case the command is interrupted.
    await recordAudit(ctx.db, null, 'suppressions-exported');
    const parts = json === true ? suppressionsJson(ctx) : suppressionsCsv(ctx);
    await pipeline(parts, process.stdout, { end: false }).catch(ignoreClosedPipe);
  });
}
