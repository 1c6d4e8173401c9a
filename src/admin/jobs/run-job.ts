import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import { databaseNow } from '../../db/clock.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import { WordedProblem } from '../../lib/errors/problem.ts';
import type { failure } from './jobs.ts';

/** Milliseconds since the last renewal after which the process of a job counts as dead. */
const leaseDuration = 60_000;

/** Milliseconds between two lease renewals. */
const renewal = 15_000;

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

/** Stores the report of a job that succeeded. */
type Store = (tx: DbClient, report: object) => Promise<void>;

/** The state of a job when its request is answered. */
export type RunResult = 'done' | 'failed' | 'running';

/**
 * Runs a claimed job, and stores its report even if that takes longer than the request waits. The
 * work records itself in the audit log before its first change: a job that fails may have made some.
 */
export function runJob(ctx: Context, id: number, work: () => Promise<object>): Promise<RunResult> {
  return runAndStore(ctx, id, work, (tx, report) => finish(tx, ctx.now(), id, report));
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
  const read = async () => {
    const prepared = await work();
    options = prepared.options;
    return prepared.report;
  };
  await runAndStore(ctx, id, read, async ({ prisma }, report) => {
    await prisma.job.updateMany({
      where: { id },
      data: { leaseUntil: null, options, report: storable(report) },
    });
  });
}

async function runAndStore(
  ctx: Context,
  id: number,
  work: () => Promise<object>,
  store: Store,
): Promise<RunResult> {
  const waiting = new AbortController();
  const renewals = startLeaseRenewal(ctx, id);
  const end = work()
    .then(
      async (report) => {
        await ctx.db.transaction((tx) => store(tx, report));
        return 'done' as const;
      },
      async (error: unknown) => {
        await finish(ctx.db, ctx.now(), id, failureOf(ctx, error));
        return 'failed' as const;
      },
    )
    .catch((error: unknown) => {
      ctx.log.error(
        { event: 'admin.job-not-stored', err: error },
        'cannot store the report of a job',
      );
      return 'failed' as const;
    })
    .finally(() => clearInterval(renewals));
  const timeout = delay(requestTimeout, 'running' as const, { signal: waiting.signal });
  const result = await Promise.race([end, timeout.catch(() => 'running' as const)]);
  waiting.abort();
  return result;
}

function failureOf(ctx: Context, error: unknown): z.output<typeof failure> {
  if (error instanceof WordedProblem) return { problem: { key: error.key, args: error.args } };
  ctx.log.error({ event: 'admin.job-failed', err: error }, 'a job failed');
  return { problem: null };
}

async function finish(
  { prisma }: DbClient,
  finishedAt: Date,
  id: number,
  report: object,
): Promise<void> {
  await prisma.job.updateMany({
    where: { id },
    data: { finishedAt, leaseUntil: null, report: storable(report) },
  });
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
