import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import { day } from '../../lib/dates.ts';
import { importReport } from '../../lib/import-report.ts';
import { fetchReport } from '../../papers/sources/fetch.ts';
import { importFormat } from '../../papers/import/import.ts';
import { Problem } from '../../lib/errors/problem.ts';
import { consentInput } from '../../subscribers/signup/entry.ts';
import { subscriberFormat } from '../../subscribers/import-export/list-formats.ts';
import { rejection } from '../../subscribers/import-export/rejection.ts';
import { databaseNow } from '../../db/clock.ts';

/** Rejected rows that a report lists. */
const maxRejected = 1000;

/** `rejectedCount`: also those that are not listed. */
const imported = importReport.extend({ rejectedCount: z.number() });

const subscribersImported = imported.extend({
  rejected: z.array(z.object({ line: z.int(), reason: rejection })),
  /** How many are asked by mail first; of a preview only. */
  asked: z.number().optional(),
});

/** The job failed: `problem` says why; null when only the log does. */
const failure = z.object({ problem: z.string().nullable() });

/** Options and report of a job, by its kind. */
const contents = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('subscribers'),
    options: z.object({
      format: subscriberFormat,
      consent: consentInput.nullable(),
    }),
    report: z.union([subscribersImported, failure]),
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

/** Milliseconds after the last renewal at which the process that runs a job counts as dead. */
const leaseDuration = 60_000;

/** Milliseconds between two renewals of a lease. */
const renewal = 15_000;

/** A report with at most 1,000 rejected rows. */
export function shortened<T extends { rejected: unknown[] }>(
  report: T,
): T & { rejectedCount: number } {
  const { rejected } = report;
  return { ...report, rejected: rejected.slice(0, maxRejected), rejectedCount: rejected.length };
}

interface NewJob {
  kind: Job['kind'];
  options?: Prisma.InputJsonObject;
  body?: string | null;
  report?: object | null;
}

/** Stores a job that is not started yet. @returns its id */
export async function createJob(
  { db, now }: Context,
  { kind, options = {}, body = null, report = null }: NewJob,
): Promise<number> {
  const { id } = await db.prisma.job.create({
    data: {
      kind,
      createdAt: now(),
      options,
      body: body === null ? null : new TextEncoder().encode(body),
      report: report === null ? Prisma.DbNull : storable(report),
    },
    select: { id: true },
  });
  return id;
}

/** Postgres accepts neither NUL nor half a surrogate pair in JSON; a report may quote either. */
function storable(report: object): Prisma.InputJsonValue {
  const text = JSON.stringify(report, (_key, value: unknown) =>
    typeof value === 'string' ? value.replaceAll(/[\0\p{Cs}]/gu, '\u{fffd}') : value,
  );
  return JSON.parse(text);
}

export async function readJob(db: DbClient, id: number): Promise<Job | undefined> {
  const row = await db.prisma.job.findUnique({ where: { id }, omit: { body: true } });
  if (row === null) return undefined;
  const { createdAt, startedAt, finishedAt, leaseUntil } = row;
  // The lease is written by the database's clock, which doctor compares with this machine's.
  const isAlive = leaseUntil !== null && leaseUntil > new Date();
  return { ...contents.parse(row), id, createdAt, startedAt, finishedAt, isAlive };
}

/**
 * Claims a job for this process. Of several requests one gets it, unless its process died.
 * @returns the text to import, or undefined when another process has it
 */
export async function startJob(
  { db, now }: Context,
  id: number,
): Promise<{ body: string } | undefined> {
  const databaseTime = await databaseNow(db);
  const [row] = await db.prisma.job.updateManyAndReturn({
    where: {
      id,
      finishedAt: null,
      OR: [{ leaseUntil: null }, { leaseUntil: { lte: databaseTime } }],
    },
    data: { startedAt: now(), leaseUntil: leaseFrom(databaseTime) },
    select: { body: true },
  });
  return row === undefined
    ? undefined
    : { body: new TextDecoder().decode(row.body ?? new Uint8Array()) };
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

/** Milliseconds that a request waits for the job it started before it shows the job as running. */
const requestTimeout = 8000;

/** Runs a claimed job and stores its report, also when that takes longer than the request waits. */
export async function runJob(ctx: Context, id: number, work: () => Promise<object>): Promise<void> {
  const waiting = new AbortController();
  const renewals = startLeaseRenewal(ctx, id);
  const done = work()
    .catch((error: unknown) => failureOf(ctx, error))
    .then((report) => finish(ctx, id, report))
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

function failureOf(ctx: Context, error: unknown): z.output<typeof failure> {
  if (error instanceof Problem) return { problem: error.detail };
  ctx.log.error({ event: 'admin.job-failed', err: error }, 'a job failed');
  return { problem: null };
}

async function finish({ db, now }: Context, id: number, report: object): Promise<void> {
  await db.prisma.job.updateMany({
    where: { id },
    data: { finishedAt: now(), leaseUntil: null, body: null, report: storable(report) },
  });
}

/** Deletes jobs after a day, and with them texts that were uploaded and not imported. */
export async function deleteOldJobs({ db, now }: Context): Promise<number> {
  const { count } = await db.prisma.job.deleteMany({
    where: { createdAt: { lt: new Date(now().getTime() - 86_400_000) } },
  });
  return count;
}
