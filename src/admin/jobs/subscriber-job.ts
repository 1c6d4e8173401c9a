import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { WordedProblem } from '../../lib/errors/problem.ts';
import { discardImport } from '../../subscribers/import-export/discard.ts';
import { addStaged, isStaged } from '../../subscribers/import-export/import.ts';
import {
  type Repeated,
  reportOf,
  type SubscriberImport,
} from '../../subscribers/import-export/report.ts';
import { refusalCodes } from '../../subscribers/signup/add.ts';
import type { failure, StoredList } from './jobs.ts';

/** Maximum rejected rows and notices in a stored report. */
export const maximumStored = 1000;

/** The part of a report that a job stores. */
export function shownReport(report: SubscriberImport): SubscriberImport {
  const { rejected, notices } = report;
  return {
    ...report,
    rejected: rejected.slice(0, maximumStored),
    notices: notices.slice(0, maximumStored),
  };
}

/**
 * Imports a list that has been read.
 * @param preview its report, which lists the rows that could not be read
 * @param onStart called before the first row is imported
 * @throws WordedProblem 422 if the rows no longer exist
 */
export async function importStaged(
  ctx: Context,
  list: StoredList,
  preview: SubscriberImport | z.output<typeof failure> | null,
  { applyDepartures, onStart }: { applyDepartures: boolean; onStart: () => Promise<void> },
): Promise<SubscriberImport> {
  if (preview === null || 'problem' in preview) throw new Error('a list without a preview');
  if (preview.read > list.rejectedCount && !(await isStaged(ctx, list.id)))
    throw new WordedProblem(422, 'list-lost');
  await onStart();
  const results = await addStaged(ctx, list, applyDepartures);
  await discardImport(ctx, list.id);
  return shownReport(
    reportOf({ ...preview, ...list, rejected: unreadable(preview) }, repeatedIn(preview), results),
  );
}

function unreadable({ rejected }: SubscriberImport): SubscriberImport['rejected'] {
  return rejected.filter(({ reason }) => !refusalCodes.some((code) => code === reason.code));
}

function repeatedIn({ notices, noticeCount }: SubscriberImport): Repeated[] {
  const other = notices.filter(({ notice }) => notice.code !== 'repeated').length;
  return notices.flatMap(({ line, notice }) =>
    notice.code === 'repeated' ? [{ line, other: notice.other, count: noticeCount - other }] : [],
  );
}
