import type { Context } from '../../context.ts';
import type { Day } from '../../lib/dates.ts';
import { WordedProblem } from '../../lib/errors/problem.ts';
import { shortened } from '../../lib/import-report.ts';
import type { ImportFormat } from '../../papers/import/format.ts';
import { importPapers } from '../../papers/import/import.ts';
import { prepareImport } from '../../subscribers/import-export/import.ts';
import type { ConsentInput } from '../../subscribers/signup/entry.ts';
import { recordAudit } from '../audit-log.ts';
import { createJob, deleteJob } from './jobs.ts';
import { prepareJob, runJob, type RunResult, startJob } from './run-job.ts';
import { maximumStored, shownReport } from './subscriber-job.ts';
import { readSent, type Sent } from './upload.ts';

/** Reads a list for a job. Deletes the job if the list has no known format. */
export async function readList(
  ctx: Context,
  sent: Sent,
  consent: ConsentInput | undefined,
): Promise<{ id: number; refused: WordedProblem | null }> {
  const options = { consent: consent ?? null, list: null };
  const id = await createJob(ctx, { kind: 'subscribers', options });
  const { work, refusal } = watched(async () => {
    const { staged, report } = await readSent(sent, (source) =>
      prepareImport(ctx, source, { consent }),
    );
    const { lastLine, rejectedCount } = staged;
    const list = { id: staged.id, lastLine, rejectedCount };
    return { options: { ...options, list }, report: shownReport(report) };
  });
  await prepareJob(ctx, id, work);
  const refused = refusal();
  if (refused !== null) await deleteJob(ctx, id);
  return { id, refused };
}

/** Imports papers as a job. Deletes the job if the file does not have this format. */
export async function importAsJob(
  ctx: Context,
  operatorId: number,
  sent: Sent,
  options: { format: ImportFormat; date?: Day | undefined },
): Promise<{ id: number; result: RunResult; refused: WordedProblem | null }> {
  const { format, date = null } = options;
  const id = await createJob(ctx, { kind: 'papers', options: { format, date } });
  await startJob(ctx, id);
  const onStart = () => recordAudit(ctx.db, operatorId, 'papers-imported', format);
  const { work, refusal } = watched(async () =>
    readSent(sent, async (source) =>
      shortened(await importPapers(ctx, source, { ...options, onStart }), maximumStored),
    ),
  );
  const result = await runJob(ctx, id, work);
  const refused = refusal();
  if (refused !== null) await deleteJob(ctx, id);
  return { id, result, refused };
}

/** Wraps the work of a job so that the request learns why it was refused. */
function watched<T>(work: () => Promise<T>): {
  work: () => Promise<T>;
  refusal: () => WordedProblem | null;
} {
  let refused: WordedProblem | null = null;
  return {
    work: () =>
      work().catch((error: unknown) => {
        if (error instanceof WordedProblem) refused = error;
        throw error;
      }),
    refusal: () => refused,
  };
}
