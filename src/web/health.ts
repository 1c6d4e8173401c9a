import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { installationMark } from '../db/keyring.ts';
import { sql } from '../db/sql.ts';
import type { App } from '../lib/http/app.ts';
import { json, text } from '../lib/http/responses.ts';
import { sourceAnswer } from '../papers/answers.ts';
import { countSuppressions } from '../suppressions/suppressions.ts';
import { type SourceHealth, sourcesHealth } from '../papers/sources/health.ts';

const alive = z.object({ status: z.literal('ok'), installation: z.string() });
const ready = z.object({ status: z.literal('ok'), database: z.literal('ok'), sources: z.array(sourceAnswer) });
const unavailable = z.object({ status: z.literal('unavailable'), database: z.literal('unreachable') });

const tags = ['Status'];

/** `/healthz`: the process lives, and whose it is. `/readyz`: it can serve; a failing source is a detail. `/metrics`: Prometheus text. */
export function healthRoutes(ctx: Context) {
  return async (app: App): Promise<void> => {
    app.get(
      '/healthz',
      {
        schema: {
          operationId: 'getHealth',
          tags,
          summary: 'Ask whether the process is alive',
          response: { 200: json('It is', alive) },
        },
      },
      (_request, reply) => {
        reply.header('cache-control', 'no-store');
        return { status: 'ok' as const, installation: installationMark(ctx.keys) };
      },
    );

    app.get(
      '/readyz',
      {
        schema: {
          operationId: 'getReadiness',
          tags,
          summary: 'Ask whether the server can serve',
          response: {
            200: json('It can; a failing source is a detail', ready),
            503: json('The database does not answer', unavailable),
          },
        },
      },
      async (_request, reply) => {
        reply.header('cache-control', 'no-store');
        try {
          return { status: 'ok' as const, database: 'ok' as const, sources: await inTime(sourcesHealth(ctx)) };
        } catch (error) {
          ctx.log.warn({ event: 'web.not-ready', err: error }, 'not ready to serve');
          return reply.status(503).send({ status: 'unavailable', database: 'unreachable' });
        }
      },
    );

    app.get(
      '/metrics',
      {
        schema: {
          operationId: 'getMetrics',
          tags,
          summary: 'Get the metrics',
          response: { 200: text('Prometheus text', 'text/plain') },
        },
      },
      async (_request, reply) => {
        reply.type('text/plain; version=0.0.4; charset=utf-8').header('cache-control', 'no-store');
        return reply.send(await metrics(ctx));
      },
    );
  };
}

/** Milliseconds after which a database that does not answer counts as unreachable. */
const timeout = 3000;

/** @throws Error when it takes too long: a readiness probe needs an answer in time */
async function inTime<T>(work: Promise<T>): Promise<T> {
  const done = new AbortController();
  const late = delay(timeout, undefined, { signal: done.signal }).then(() => {
    throw new Error(`no answer within ${timeout} ms`);
  });
  // Aborted in time, it is not awaited.
  late.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
  }
}

const labelled = z.object({ label: z.string(), count: z.number() });

async function metrics(ctx: Context): Promise<string> {
  const [subscribers, deliveries, mails, papers, sources, bounces, suppressed] = await Promise.all([
    ctx.db.rows(labelled, sql`select status as label, count(*) from subscriber group by status order by status`),
    ctx.db.rows(
      labelled,
      sql`select 'queued' as label, count(*) from delivery where state = 'queued'
      union all select 'sending', count(*) from delivery where state = 'sending'
      union all select 'retrying', count(*) from delivery where state = 'deferred' or state = 'uncertain'`,
    ),
    ctx.db.rows(labelled, sql`select 'queued' as label, count(*) from mail where state = 'queued'`),
    ctx.db.rows(labelled, sql`select source as label, count(*) from paper group by source order by source`),
    sourcesHealth(ctx),
    ctx.db.rows(
      labelled.extend({ source: z.string() }),
      sql`select kind as label, source, count(*) from bounce where created_at > clock_timestamp() - interval '24 hours'
        group by kind, source order by kind, source`,
    ),
    countSuppressions(ctx.db, ctx.now()),
  ]);
  return [
    ...family('daily_papers_subscribers', 'Subscribers by status.', 'status', subscribers),
    ...family('daily_papers_deliveries_open', 'Deliveries that are not through, by state.', 'state', deliveries),
    ...family('daily_papers_mails_open', 'Transactional mails that wait.', 'state', mails),
    ...family('daily_papers_papers', 'Papers by source.', 'source', papers),
    ...family(
      'daily_papers_suppressions',
      'Addresses that get no mail, by reason.',
      'reason',
      suppressed.map(({ reason, count }) => ({ label: reason, count })),
    ),
    '# HELP daily_papers_bounces_day Bounces, complaints and unsubscribes told in the last 24 hours, by kind and source.',
    '# TYPE daily_papers_bounces_day gauge',
    ...bounces.map(
      ({ label, source, count }) => `daily_papers_bounces_day{kind="${label}",source="${source}"} ${count}`,
    ),
    ...sourceFamilies(sources),
    ...family('daily_papers_process_resident_memory_bytes', 'Resident memory of this process.', 'process', [
      { label: ctx.config.ROLES.join('-'), count: process.memoryUsage.rss() },
    ]),
    '',
  ].join('\n');
}

/** What is not known yet (before the first fetch, or in the first weeks) has no line. */
function sourceFamilies(sources: SourceHealth[]): string[] {
  const of = (value: (health: SourceHealth) => number | null) =>
    sources.flatMap((health) => {
      const count = value(health);
      return count === null ? [] : [{ label: health.source, count }];
    });
  const seconds = (at: Date | null) => (at === null ? null : at.getTime() / 1000);
  return [
    ...family(
      'daily_papers_source_healthy',
      '1: the source answers about as many papers as usual. 0: it fails, or answers far fewer.',
      'source',
      of(({ healthy }) => (healthy === null ? null : Number(healthy))),
    ),
    ...family(
      'daily_papers_source_last_success_timestamp_seconds',
      'When the source was fetched from last.',
      'source',
      of(({ succeededAt }) => seconds(succeededAt)),
    ),
    ...family(
      'daily_papers_source_papers',
      'Papers of the day that the last fetch brought.',
      'source',
      of(({ papers }) => papers),
    ),
  ];
}

function family(name: string, help: string, label: string, rows: z.output<typeof labelled>[]): string[] {
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...rows.map((row) => `${name}{${label}="${row.label}"} ${row.count}`),
  ];
}
