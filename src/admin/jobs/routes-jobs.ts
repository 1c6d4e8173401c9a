import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import type { App } from '../../lib/http/app.ts';
import { noFields } from '../../lib/http/parameters.ts';
import { idParam } from '../../lib/pagination.ts';
import { fetchPapers } from '../../papers/sources/fetch.ts';
import { WordedProblem } from '../../lib/errors/problem.ts';
import { importSubscribers } from '../../subscribers/import-export/import.ts';
import { type Rejection, rejectionText } from '../../subscribers/import-export/rejection.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { type Job, createJob, readJob, runJob, shortened, startJob } from './jobs.ts';
import { acted, adminPage, pageAnswers, plainPage } from '../admin-page.ts';

/** Rejected rows that a page lists. */
const shown = 200;

const config = { notFound: 'job-missing' };

/**
 * What an operator asked for: how it stands, and the button that carries out an import which was
 * looked at.
 */
export function jobRoutes(ctx: Context, app: App): void {
  const pageSchema = { params: idParam, ...plainPage };
  app.get('/admin/jobs/:id', { config, schema: pageSchema }, async (request, reply) =>
    jobPage(request, reply, await found(request.params.id)),
  );

  const startSchema = { params: idParam, body: noFields, response: pageAnswers };
  app.post('/admin/jobs/:id', { config, schema: startSchema }, async (request, reply) => {
    const job = await found(request.params.id);
    const to = `/admin/jobs/${job.id}`;
    const started = job.kind === 'subscribers' ? await startJob(ctx, job.id) : undefined;
    // A second press changes nothing, and leads to what the first did; one that broke off is done
    // again, nothing of it twice.
    if (started === undefined || job.kind !== 'subscribers') return reply.redirect(to, 303);
    const { format, consent } = job.options;
    await runJob(ctx, job.id, async () =>
      shortened(
        await importSubscribers(ctx, started.body, { format, consent: consent ?? undefined }),
      ),
    );
    return acted(ctx, request, reply, { action: 'subscribers-imported', target: format, to });
  });

  const fetchSchema = { body: noFields, response: pageAnswers };
  app.post('/admin/papers/fetch', { schema: fetchSchema }, async (request, reply) => {
    const id = await createJob(ctx, { kind: 'fetch' });
    await startJob(ctx, id);
    await runJob(ctx, id, () => fetchPapers(ctx));
    return acted(ctx, request, reply, {
      action: 'papers-fetched',
      target: '',
      to: `/admin/jobs/${id}`,
    });
  });

  async function found(id: number): Promise<Job> {
    const job = await readJob(ctx.db, id);
    if (job === undefined) throw new WordedProblem(404, 'job-missing');
    return job;
  }

  function jobPage(request: FastifyRequest, reply: FastifyReply, job: Job) {
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
}

const titles = {
  subscribers: 'subscribers-import',
  papers: 'papers-import',
  fetch: 'papers-fetched',
} as const;

/** `looked`: it waits for the press of a button. */
function stateOf({
  startedAt,
  finishedAt,
  report,
  isAlive,
}: Job): 'previewed' | 'running' | 'done' | 'failed' | 'interrupted' {
  if (finishedAt !== null) return report !== null && 'problem' in report ? 'failed' : 'done';
  if (startedAt === null) return 'previewed';
  return isAlive ? 'running' : 'interrupted';
}

function reportView(words: Words, { report }: Job) {
  const none = {
    report: null,
    problem: null,
    rejected: [],
    rejectedMore: 0,
    sources: [],
    skipped: [],
  };
  if (report === null) return none;
  if ('problem' in report) return { ...none, problem: report.problem };
  if ('sources' in report) {
    const { sources, failed, skipped } = report;
    const reasons = new Map(failed.map(({ source, reason }) => [source, reason]));
    const said = sources.map((source) => ({
      ...source,
      reason: reasons.get(source.source) ?? null,
    }));
    return { ...none, sources: said, skipped: skipped.slice(0, shown) };
  }
  const rejected = report.rejected
    .slice(0, shown)
    .map(({ line, reason }) => ({ line, ...rejectionView(words, reason) }));
  return {
    ...none,
    report,
    rejected,
    rejectedMore: report.rejectedCount - rejected.length,
  };
}

/** Why a row was left out, and the language of the text: an import of papers says it in English. */
function rejectionView(words: Words, reason: string | Rejection): { text: string; lang: string } {
  if (typeof reason === 'string') return { text: reason, lang: 'en' };
  return { text: rejectionText(words, reason), lang: words.lang };
}
