import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';
import { day } from '../../lib/dates.ts';
import { importReport } from '../../lib/import-report.ts';
import { fetchReport } from '../../papers/sources/fetch.ts';
import { importFormat } from '../../papers/import/import.ts';
import { Problem } from '../../lib/errors/problem.ts';
import { consentInput } from '../../subscribers/signup/entry.ts';
import { subscriberFormat } from '../../subscribers/import-export/list-formats.ts';

/** Rejected rows that are kept of a report; who sends more of them has sent something else. */
const mostRejected = 1000;

const imported = importReport.extend({
  /** How many were rejected, where not all of them are listed. */
  rejectedCount: z.number(),
  /** Of subscribers: how many are asked by mail first. */
  asked: z.number().optional(),
});

/** It broke: `problem` says why, in the words of the act that refused; null: it is in the log. */
const broken = z.object({ problem: z.string().nullable() });

const times = {
  id: z.number(),
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  doneAt: z.date().nullable(),
  /** Whether the process that does it has said so lately. */
  alive: z.boolean(),
};

/** What an operator asked for that may take long: a row, so that a page can be loaded again, by whatever process. */
const job = z.discriminatedUnion('kind', [
  z.object({
    ...times,
    kind: z.literal('subscribers'),
    options: z.object({
      format: subscriberFormat,
      consent: consentInput.nullable(),
    }),
    report: z.union([imported, broken]),
  }),
  z.object({
    ...times,
    kind: z.literal('papers'),
    options: z.object({ format: importFormat, date: day.nullable() }),
    report: z.union([imported, broken]).nullable(),
  }),
  z.object({
    ...times,
    kind: z.literal('fetch'),
    options: z.object({}),
    report: z.union([fetchReport, broken]).nullable(),
  }),
]);
export type Job = z.output<typeof job>;

/** Seconds after its last word that a job has died with its process; and milliseconds between two such words. */
const lease = 60;
const beat = 15_000;

const isAlive = sql`coalesce(lease_until > clock_timestamp(), false) as alive`;

/** A report as it is kept. */
export function shortened<T extends { rejected: unknown[] }>(report: T): T & { rejectedCount: number } {
  const { rejected } = report;
  return { ...report, rejected: rejected.slice(0, mostRejected), rejectedCount: rejected.length };
}

/** Keeps what is asked for. @returns its id */
export async function keepJob(
  db: Queryable,
  {
    kind,
    options = {},
    body = null,
    report = null,
  }: { kind: Job['kind']; options?: object; body?: string | null; report?: object | null },
): Promise<number> {
  const row = await db.row(
    z.object({ id: z.number() }),
    sql`insert into operator_job (kind, options, body, report) values (${kind}, ${JSON.stringify(options)}::jsonb,
      ${body === null ? null : Buffer.from(body)}, ${report === null ? null : kept(report)}::jsonb) returning id`,
  );
  if (row === undefined) throw new Error('what was asked for was not written');
  return row.id;
}

/** Postgres keeps no NUL and no half of a surrogate pair in JSON; reasons may quote what was sent. */
function kept(report: object): string {
  return JSON.stringify(report, (_key, value: unknown) =>
    typeof value === 'string' ? value.replaceAll(/[\0\p{Cs}]/gu, '\u{fffd}') : value,
  );
}

export function readJob(db: Queryable, id: number): Promise<Job | undefined> {
  return db.row(
    job,
    sql`select id, kind, options, report, created_at "createdAt", started_at "startedAt", done_at "doneAt",
        ${isAlive}
      from operator_job where id = ${id}`,
  );
}

/**
 * Whoever starts a job first does it; a second press, or another operator's, changes nothing, unless the first died with its
 * process. @returns its text
 */
export async function startJob(db: Queryable, id: number): Promise<{ body: string } | undefined> {
  const row = await db.row(
    z.object({ body: z.instanceof(Buffer).nullable() }),
    sql`update operator_job set started_at = clock_timestamp(),
        lease_until = clock_timestamp() + make_interval(secs => ${lease}::int)
      where id = ${id} and done_at is null and coalesce(lease_until <= clock_timestamp(), true) returning body`,
  );
  return row === undefined ? undefined : { body: row.body?.toString() ?? '' };
}

/** Says that a job is under way, until it is stopped. */
function keepAlive(ctx: Context, id: number): NodeJS.Timeout {
  const say = () =>
    ctx.db.run(sql`update operator_job set lease_until = clock_timestamp() + make_interval(secs => ${lease}::int)
      where id = ${id} and done_at is null`);
  return setInterval(() => {
    say().catch((error: unknown) => ctx.log.warn({ event: 'admin.job-silent', err: error }));
  }, beat).unref();
}

/** Milliseconds that a page waits for the end of what it started; then it says that it is under way. */
const patience = 8000;

/** Does a started job and keeps its report, also where it takes longer than its operator waits. */
export async function runJob(ctx: Context, id: number, work: () => Promise<object>): Promise<void> {
  const waiting = new AbortController();
  const beating = keepAlive(ctx, id);
  const done = work()
    .catch((error: unknown) => refusalOf(ctx, error))
    .then((report) => finish(ctx.db, id, report))
    .catch((error: unknown) => ctx.log.error({ event: 'admin.job-not-kept', err: error }))
    .finally(() => clearInterval(beating));
  await Promise.race([done, delay(patience, undefined, { signal: waiting.signal }).catch(() => {})]);
  waiting.abort();
}

function refusalOf(ctx: Context, error: unknown): z.output<typeof broken> {
  if (error instanceof Problem) return { problem: error.detail };
  ctx.log.error({ event: 'admin.job-failed', err: error });
  return { problem: null };
}

async function finish(db: Queryable, id: number, report: object): Promise<void> {
  await db.run(sql`update operator_job
    set done_at = clock_timestamp(), lease_until = null, body = null, report = ${kept(report)}::jsonb where id = ${id}`);
}

/** What was asked for a day ago is forgotten, and with it lists that were sent and not imported. */
export function forgetJobs(db: Queryable): Promise<number> {
  return db.run(sql`delete from operator_job where created_at < clock_timestamp() - interval '1 day'`);
}
