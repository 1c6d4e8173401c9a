import type { Context } from '../../context.ts';
import type { Progress } from '../../lib/progress.ts';
import type { FileSource } from '../../lib/text/pieces.ts';
import { addRows, type ResultCount, previewRows } from '../signup/add.ts';
import type { ConsentInput } from '../signup/entry.ts';
import { mergeRepeated } from '../sql/add.ts';
import type { SubscriberFormat } from './read-list.ts';
import { discardImport } from './discard.ts';
import { analyzedFrom, analyzeSubscribers } from './sql.ts';
import { type Repeated, repeatedLine, reportOf, type SubscriberImport } from './report.ts';
import { type StagedList, stageList } from './stage.ts';

export interface ImportOptions {
  /** Detected from the text if not given. */
  format?: SubscriberFormat | undefined;
  /** The consent of rows without their own. */
  consent?: ConsentInput | undefined;
  /** Whether the list may unsubscribe active subscribers. */
  applyDepartures?: boolean | undefined;
  /** Called before the first row is stored, to record the import in the audit log. */
  onStart?: (() => Promise<void>) | undefined;
}

/** A list that is uploaded and not yet imported. */
export interface PreparedImport {
  staged: StagedList;
  /** What the import would do now. */
  report: SubscriberImport;
}

/**
 * Imports subscribers. A bad row is reported by line and the others are imported. A second import
 * changes nothing.
 * @throws Problem 422 if the text as a whole is not of this format
 */
export async function importSubscribers(
  ctx: Context,
  source: FileSource,
  options: ImportOptions,
  onProgress?: Progress,
): Promise<SubscriberImport> {
  const staged = await stageList(ctx, source, options);
  try {
    const repeated = await merge(ctx, staged.id);
    await options.onStart?.();
    const results = await addStaged(ctx, staged, options.applyDepartures, onProgress);
    return reportOf(staged, repeated, results);
  } finally {
    await discardImport(ctx, staged.id);
  }
}

/** Returns what this import would do now, without adding or mailing anyone. */
export async function previewImport(
  ctx: Context,
  source: FileSource,
  options: ImportOptions,
): Promise<SubscriberImport> {
  const { staged, report } = await prepareImport(ctx, source, options);
  await discardImport(ctx, staged.id);
  return report;
}

/** Reads a list and stores its rows until `addStaged` or `discardImport`. */
export async function prepareImport(
  ctx: Context,
  source: FileSource,
  options: ImportOptions,
): Promise<PreparedImport> {
  const staged = await stageList(ctx, source, options);
  try {
    const repeated = await merge(ctx, staged.id);
    const all = { importId: staged.id, after: 0, until: staged.lastLine };
    const results = await previewRows(ctx, all, options.applyDepartures);
    return { staged, report: reportOf(staged, repeated, results) };
  } catch (error) {
    await discardImport(ctx, staged.id);
    throw error;
  }
}

function merge(ctx: Context, id: number): Promise<Repeated[]> {
  return ctx.db.rows(repeatedLine, mergeRepeated(id));
}

/**
 * Lines per transaction. A transaction takes about 0.2 s, and an unsubscribe of one of its
 * subscribers waits that long.
 */
const chunkSize = 2000;

/** Concurrent transactions. More would use up the connections that requests need. */
const writers = 2;

/** Adds the rows of a list, a few thousand lines per transaction. */
export async function addStaged(
  ctx: Context,
  { id, lastLine }: Pick<StagedList, 'id' | 'lastLine'>,
  applyDepartures = false,
  onProgress: Progress = () => {},
): Promise<ResultCount[]> {
  const results: ResultCount[] = [];
  let next = 0;
  async function write(): Promise<void> {
    while (next < lastLine) {
      const part = { importId: id, after: next, until: next + chunkSize };
      onProgress(next, lastLine);
      next += chunkSize;
      results.push(...(await addRows(ctx, part, applyDepartures)));
    }
  }
  await Promise.all(Array.from({ length: writers }, write));
  if (lastLine > analyzedFrom) await ctx.db.run(analyzeSubscribers);
  return results;
}

/**
 * Whether the rows of a list still exist. Their table is unlogged, so a crash of Postgres empties
 * it.
 */
export async function isStaged({ db }: Context, id: number): Promise<boolean> {
  return (await db.prisma.subscriberImportRow.findFirst({ where: { importId: id } })) !== null;
}
