import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import { day } from '../../lib/dates.ts';
import { importReport } from '../../lib/import-report.ts';
import { fetchReport } from '../../papers/sources/fetch.ts';
import { importFormat } from '../../papers/import/format.ts';
import { Problem } from '../../lib/errors/problem.ts';
import { consentInput } from '../../subscribers/signup/entry.ts';
import { deleteOldImports } from '../../subscribers/import-export/discard.ts';
import { subscriberImport } from '../../subscribers/import-export/report.ts';
import { databaseNow } from '../../db/clock.ts';

/** Maximum rejected rows in a report. */
const maxRejected = 1000;

/** `rejectedCount` includes rows that are not listed. */
const imported = importReport.extend({ rejectedCount: z.number() });

/** A list of subscribers that was read and awaits confirmation. */
const stagedList = z.object({
  id: z.int(),
  lastLine: z.int(),
  /** The number of rows that could not be read. */
  rejectedCount: z.int(),
});
export type StoredList = z.output<typeof stagedList>;

/** The job failed. `problem` is the reason, or null if only the log contains it. */
const failure = z.object({ problem: z.string().nullable() });

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
    report: z.union([imported, failure]).nullable(),
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

/** Milliseconds since the last renewal after which the process of a job counts as dead. */
const leaseDuration = 60_000;

/** Milliseconds between two lease renewals. */
const renewal = 15_000;

/** Truncates a report to 1,000 rejected rows. */
export function shortened<T extends { rejected: unknown[] }>(
  report: T,
): T & { rejectedCount: number } {
  const { rejected } = report;
  return { ...report, rejected: rejected.slice(0, maxRejected), rejectedCount: rejected.length };
}

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

/**
 * Replaces what Postgres rejects in JSON: NUL and unpaired surrogates. A report may quote either.
 */
function storable(report: object): Prisma.InputJsonValue {
  const text = JSON.stringify(report, (_key, value: unknown) =>
    typeof value === 'string' ? value.replaceAll(/[\0\p{Cs}]/gu, '\u{fffd}') : value,
  );
  return JSON.parse(text);
}

export async function readJob(db: DbClient, id: number): Promise<Job | undefined> {
  const row = await db.prisma.job.findUnique({ where: { id } });
  if (row === null) return undefined;
  const { createdAt, startedAt, finishedAt, leaseUntil } = row;
  // The lease uses the database's clock. The doctor command compares it with this machine's clock.
  const isAlive = leaseUntil !== null && leaseUntil > new Date();
  return { ...contents.parse(row), id, createdAt, startedAt, finishedAt, isAlive };
}

/**
 * Claims a job for this process. Of concurrent requests only one succeeds. If its process dies,
 * another request can claim the job.
 * @returns false if another process has it or the job is done
 */
export async function startJob({ db, now }: Context, id: number): Promise<boolean> {
  const databaseTime = await databaseNow(db);
  const { count } = await db.prisma.job.updateMany({
    where: {
      id,
      finishedAt: null,
      OR: [{ leaseUntil: null }, { leaseUntil: { lte: databaseTime } }],
    },
    data: { startedAt: now(), leaseUntil: leaseFrom(databaseTime) },
  });
  return count === 1;
}

/** Leases are written and compared by the database's clock. */
function leaseFrom(databaseTime: Date): Date {
  return new Date(databaseTime.getTime() + leaseDuration);
}

async function renewLease({ db }: Context, id: number): Promise<void> {
  await db.prisma.job.updateMany({
    where: { id, finishedAt: null },
    data: { leaseUntil: leaseFrom(await databaseNow(db)) },
  });
}

function startLeaseRenewal(ctx: Context, id: number): NodeJS.Timeout {
  return setInterval(() => {
    renewLease(ctx, id).catch((error: unknown) =>
      ctx.log.warn(
        { event: 'admin.job-lease-failed', err: error },
        'cannot renew the lease of a job',
      ),
    );
  }, renewal).unref();
}

/** Milliseconds that a request waits for its job before it shows the job as running. */
const requestTimeout = 8000;

type Store = (ctx: Context, id: number, report: object) => Promise<void>;

/**
 * Runs a claimed job and stores its report, even if that takes longer than the request waits.
 * @param store stores the report. By default, it also finishes the job.
 */
export async function runJob(
  ctx: Context,
  id: number,
  work: () => Promise<object>,
  store: Store = finish,
): Promise<void> {
  const waiting = new AbortController();
  const renewals = startLeaseRenewal(ctx, id);
  const done = work()
    .then(
      (report) => store(ctx, id, report),
      (error: unknown) => finish(ctx, id, failureOf(ctx, error)),
    )
    .catch((error: unknown) =>
      ctx.log.error(
        { event: 'admin.job-not-stored', err: error },
        'cannot store the report of a job',
      ),
    )
    .finally(() => clearInterval(renewals));
  await Promise.race([
    done,
    delay(requestTimeout, undefined, { signal: waiting.signal }).catch(() => {}),
  ]);
  waiting.abort();
}

/**
 * Reads a list for a job without starting it. The report is the preview, and the next request may
 * start the job.
 */
export async function prepareJob(
  ctx: Context,
  id: number,
  work: () => Promise<{ options: Prisma.InputJsonObject; report: object }>,
): Promise<void> {
  await renewLease(ctx, id);
  let options: Prisma.InputJsonObject = {};
  await runJob(
    ctx,
    id,
    async () => {
      const prepared = await work();
      options = prepared.options;
      return prepared.report;
    },
    async ({ db }, _id, report) => {
      await db.prisma.job.updateMany({
        where: { id },
        data: { leaseUntil: null, options, report: storable(report) },
      });
    },
  );
}

/** Deletes a job that has no result. */
export async function deleteJob({ db }: Context, id: number): Promise<void> {
  await db.prisma.job.deleteMany({ where: { id } });
}

function failureOf(ctx: Context, error: unknown): z.output<typeof failure> {
  if (error instanceof Problem) return { problem: error.detail };
  ctx.log.error({ event: 'admin.job-failed', err: error }, 'a job failed');
  return { problem: null };
}

async function finish({ db, now }: Context, id: number, report: object): Promise<void> {
  await db.prisma.job.updateMany({
    where: { id },
    data: { finishedAt: now(), leaseUntil: null, report: storable(report) },
  });
}

/** Deletes jobs after one day, including uploaded lists that were not imported. */
export async function deleteOldJobs(ctx: Context): Promise<number> {
  await deleteOldImports(ctx);
  const { count } = await ctx.db.prisma.job.deleteMany({
    where: { createdAt: { lt: new Date(ctx.now().getTime() - 86_400_000) } },
  });
  return count;
}
