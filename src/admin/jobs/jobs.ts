import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import { day } from '../../lib/dates.ts';
import { shortenedReport } from '../../lib/import-report.ts';
import { fetchReport } from '../../papers/sources/fetch.ts';
import { importFormat } from '../../papers/import/format.ts';
import { consentInput } from '../../subscribers/signup/entry.ts';
import { deleteOldImports } from '../../subscribers/import-export/discard.ts';
import { subscriberImport } from '../../subscribers/import-export/report.ts';
import { databaseNow } from '../../db/clock.ts';

/** A list of subscribers that was read and awaits confirmation. */
const stagedList = z.object({
  id: z.int(),
  lastLine: z.int(),
  /** The number of rows that could not be read. */
  rejectedCount: z.int(),
});
export type StoredList = z.output<typeof stagedList>;

/** Why a job failed: a message of the catalogue. */
const jobProblem = z.object({
  key: z.string(),
  args: z.record(z.string(), z.union([z.string(), z.number()])),
});

/** The job failed. `problem` is the reason, or null if only the log contains it. */
export const failure = z.object({ problem: jobProblem.nullable() });

/** Options and report of a job by kind. */
const contents = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('subscribers'),
    options: z.object({
      consent: consentInput.nullable(),
      /** Null until the list is read. */
      list: stagedList.nullable(),
    }),
    report: z.union([subscriberImport, failure]).nullable(),
  }),
  z.object({
    kind: z.literal('papers'),
    options: z.object({ format: importFormat, date: day.nullable() }),
    report: z.union([shortenedReport, failure]).nullable(),
  }),
  z.object({
    kind: z.literal('fetch'),
    options: z.object({}),
    report: z.union([fetchReport, failure]).nullable(),
  }),
]);
type Contents = z.output<typeof contents>;

/**
 * An import or a fetch that an operator started. It is a row, so that any server can show its page.
 */
export type Job = Contents & {
  id: number;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** Whether a process holds its lease. */
  isAlive: boolean;
};

interface NewJob {
  kind: Job['kind'];
  options?: Prisma.InputJsonObject;
}

/**
 * Stores a job without starting it.
 * @returns its id
 */
export async function createJob(
  { db, now }: Context,
  { kind, options = {} }: NewJob,
): Promise<number> {
  const { id } = await db.prisma.job.create({
    data: {
      kind,
      createdAt: now(),
      options,
    },
    select: { id: true },
  });
  return id;
}

export async function readJob(db: DbClient, id: number): Promise<Job | undefined> {
  const row = await db.prisma.job.findUnique({ where: { id } });
  if (row === null) return undefined;
  const { createdAt, startedAt, finishedAt, leaseUntil } = row;
  const isAlive = leaseUntil !== null && leaseUntil > (await databaseNow(db));
  return { ...contents.parse(row), id, createdAt, startedAt, finishedAt, isAlive };
}

/** Deletes a job that has no result. */
export async function deleteJob({ db }: Context, id: number): Promise<void> {
  await db.prisma.job.deleteMany({ where: { id } });
}

/** Deletes jobs after one day, including uploaded lists that were not imported. */
export async function deleteOldJobs(ctx: Context): Promise<number> {
  await deleteOldImports(ctx);
  const { count } = await ctx.db.prisma.job.deleteMany({
    where: { createdAt: { lt: new Date(ctx.now().getTime() - 86_400_000) } },
  });
  return count;
}
