import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { App } from '../../lib/http/app.ts';
import { noFields } from '../../lib/http/parameters.ts';
import { idParam } from '../../lib/pagination.ts';
import { fetchPapers } from '../../papers/sources/fetch.ts';
import { WordedProblem } from '../../lib/errors/problem.ts';
import { noticeText } from '../../subscribers/import-export/report.ts';
import { type Rejection, rejectionText } from '../../subscribers/import-export/rejection.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { type Job, createJob, readJob, runJob, startJob } from './jobs.ts';
import { acted, adminPage, pageAnswers, plainPage } from '../admin-page.ts';
import { importStaged } from './subscriber-job.ts';
import { mayAct } from '../accounts/roles.ts';
import { sessionOf } from '../session-cookie.ts';

/** Maximum rejected rows on a page. */
const shown = 200;

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
  const schema = { params: idParam, body: pressed, response: pageAnswers };
  app.post('/admin/jobs/:id', { config, schema }, async (request, reply) => {
    const job = await found(ctx, request.params.id);
    const to = `/admin/jobs/${job.id}`;
    // A second press has no effect and leads to the same page. An interrupted job is run again
    // without doing anything twice.
    const staged = job.kind === 'subscribers' ? job.options.list : null;
    if (job.kind !== 'subscribers' || staged === null || !(await startJob(ctx, job.id)))
      return reply.redirect(to, 303);
    const isApplied = request.body.departures === 'apply';
    await runJob(ctx, job.id, () => importStaged(ctx, staged, job.report, isApplied));
    const target = job.report !== null && 'reading' in job.report ? job.report.reading.format : '';
    return acted(ctx, request, reply, { action: 'subscribers-imported', target, to });
  });
}

function addFetch(ctx: Context, app: App): void {
  const schema = { body: noFields, response: pageAnswers };
  app.post('/admin/papers/fetch', { schema }, async (request, reply) => {
    const id = await createJob(ctx, { kind: 'fetch' });
    await startJob(ctx, id);
    await runJob(ctx, id, () => fetchPapers(ctx));
    return acted(ctx, request, reply, {
      action: 'papers-fetched',
      target: '',
      to: `/admin/jobs/${id}`,
    });
  });
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

const emptyReport = {
  report: null,
  problem: null,
  rejected: [],
  rejectedMore: 0,
  sources: [],
  skipped: [],
  notices: [],
  noticesMore: 0,
  columns: [],
  unread: '',
  changes: 0,
  departures: 0,
};

type Report = NonNullable<Job['report']>;
type FetchedReport = Extract<Report, { sources: unknown }>;
type ListReport = Extract<Report, { reading: unknown }>;

function reportView(words: Words, { report }: Job) {
  if (report === null) return emptyReport;
  if ('problem' in report) return { ...emptyReport, problem: report.problem };
  if ('sources' in report) return { ...emptyReport, ...fetchView(report) };
  const rejected = report.rejected
    .slice(0, shown)
    .map(({ line, reason }) => ({ line, ...rejectionView(words, reason) }));
  const rows = { ...emptyReport, rejected, rejectedMore: report.rejectedCount - rejected.length };
  if (!('reading' in report)) return { ...rows, report: { ...report, departed: 0 } };
  return { ...rows, report, ...listView(words, report) };
}

function fetchView({ sources, failed, skipped }: FetchedReport) {
  const reasons = new Map(failed.map(({ source, reason }) => [source, reason]));
  return {
    sources: sources.map((one) => ({ ...one, reason: reasons.get(one.source) ?? null })),
    skipped: skipped.slice(0, shown),
  };
}

/** What an import of subscribers did beyond its rows: how the list was read, and what departed. */
function listView(words: Words, report: ListReport) {
  const notices = report.notices
    .slice(0, shown)
    .map(({ line, notice }) => ({ line, text: noticeText(words, notice) }));
  return {
    notices,
    noticesMore: report.noticeCount - notices.length,
    columns: report.reading.columns.map(({ name, means }) => ({
      name,
      means: words.t(columnMeanings[means]),
    })),
    unread: report.reading.unread.join(', '),
    changes: report.added + report.updated + report.departed,
    departures: report.notices.filter(({ notice }) => notice.code === 'here').length,
  };
}

const columnMeanings = {
  address: 'column-address',
  status: 'column-status',
  preference: 'column-preference',
  consent: 'column-consent',
  date: 'column-date',
  own: 'column-own',
} as const;

/** Why a row was rejected, and the language of the text. Imports of papers report in English. */
function rejectionView(words: Words, reason: string | Rejection): { text: string; lang: string } {
  if (typeof reason === 'string') return { text: reason, lang: 'en' };
  return { text: rejectionText(words, reason), lang: words.lang };
}
