import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { App } from '../../lib/http/app.ts';
import { noFields } from '../../lib/http/parameters.ts';
import { idParam } from '../../lib/pagination.ts';
import { fetchPapers } from '../../papers/sources/fetch.ts';
import { WordedProblem } from '../../lib/errors/problem.ts';
import { type AuditAction, recordAudit } from '../audit-log.ts';
import { adminPage, confirmed, pageResponses, plainPage } from '../admin-page.ts';
import { type Job, createJob, readJob } from './jobs.ts';
import { reportView } from './report-view.ts';
import { type RunResult, runJob, startJob } from './run-job.ts';
import { importStaged } from './subscriber-job.ts';
import { mayAct } from '../accounts/roles.ts';
import { sessionOf } from '../session-cookie.ts';

/** The form of a preview: whether the list may end subscriptions. */
const pressed = z
  .object({ departures: z.literal('apply').optional().catch(undefined) })
  .catch({ departures: undefined });

const config = { notFound: 'job-missing' };

/** The page of a job: its state, and the button that runs a previewed import. Fetches of papers. */
export function jobRoutes(ctx: Context, app: App): void {
  addJobPage(ctx, app);
  addStart(ctx, app);
  addFetch(ctx, app);
}

function addJobPage(ctx: Context, app: App): void {
  const schema = { params: idParam, ...plainPage };
  app.get('/admin/jobs/:id', { config, schema }, async (request, reply) => {
    const job = await found(ctx, request.params.id);
    // The report may quote addresses.
    if (job.kind === 'subscribers' && !mayAct(sessionOf(request).role, 'owner'))
      throw new WordedProblem(403, 'admin-role-missing');
    return jobPage(ctx, request, reply, job);
  });
}

function addStart(ctx: Context, app: App): void {
  const schema = { params: idParam, body: pressed, response: pageResponses };
  app.post('/admin/jobs/:id', { config, schema }, async (request, reply) => {
    const job = await found(ctx, request.params.id);
    const to = `/admin/jobs/${job.id}`;
    // A second press has no effect and leads to the same page. An interrupted job is run again
    // without doing anything twice.
    const staged = job.kind === 'subscribers' ? job.options.list : null;
    if (job.kind !== 'subscribers' || staged === null || !(await startJob(ctx, job.id)))
      return reply.redirect(to, 303);
    const applyDepartures = request.body.departures === 'apply';
    const target = job.report !== null && 'reading' in job.report ? job.report.reading.format : '';
    const { operatorId } = sessionOf(request);
    const onStart = () => recordAudit(ctx.db, operatorId, 'subscribers-imported', target);
    const result = await runJob(ctx, job.id, () =>
      importStaged(ctx, staged, job.report, { applyDepartures, onStart }),
    );
    return toJob(reply, job.id, result, 'subscribers-imported');
  });
}

function addFetch(ctx: Context, app: App): void {
  const schema = { body: noFields, response: pageResponses };
  app.post('/admin/papers/fetch', { schema }, async (request, reply) => {
    const id = await createJob(ctx, { kind: 'fetch' });
    await startJob(ctx, id);
    const result = await runJob(ctx, id, async () => {
      await recordAudit(ctx.db, sessionOf(request).operatorId, 'papers-fetched');
      return fetchPapers(ctx);
    });
    return toJob(reply, id, result, 'papers-fetched');
  });
}

/** Redirects to the page of a job. Only a job that is done is confirmed. */
export function toJob(
  reply: FastifyReply,
  id: number,
  result: RunResult,
  action: AuditAction,
): FastifyReply {
  const to = `/admin/jobs/${id}`;
  return result === 'done' ? confirmed(reply, to, action) : reply.redirect(to, 303);
}

async function found(ctx: Context, id: number): Promise<Job> {
  const job = await readJob(ctx.db, id);
  if (job === undefined) throw new WordedProblem(404, 'job-missing');
  return job;
}

function jobPage(ctx: Context, request: FastifyRequest, reply: FastifyReply, job: Job) {
  const { words } = request;
  return adminPage(ctx, request, reply, 'job', {
    title: words.t(titles[job.kind]),
    id: job.id,
    kind: job.kind,
    back: job.kind === 'subscribers' ? '/admin/subscribers' : '/admin/papers',
    state: stateOf(job),
    options: job.options,
    ...reportView(words, job),
  });
}

const titles = {
  subscribers: 'subscribers-import',
  papers: 'papers-import',
  fetch: 'papers-fetched',
} as const;

/**
 * `previewed`: the job awaits confirmation. `unread`: its process ended before the list was read.
 */
function stateOf({
  startedAt,
  finishedAt,
  report,
  isAlive,
}: Job): 'previewed' | 'running' | 'done' | 'failed' | 'interrupted' | 'unread' {
  if (finishedAt !== null) return report !== null && 'problem' in report ? 'failed' : 'done';
  if (startedAt === null && report !== null) return 'previewed';
  if (isAlive) return 'running';
  return startedAt === null ? 'unread' : 'interrupted';
}
