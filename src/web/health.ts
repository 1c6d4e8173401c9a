import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { dayIn } from '../calendar.ts';
import type { Context } from '../context.ts';
import { sql } from '../db/sql.ts';
import { thinSources } from '../papers/fetch.ts';

/** `/healthz`: the process lives. `/readyz`: it can serve; a sick source is a detail. `/metrics`: Prometheus text. */
export function healthRoutes(ctx: Context) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get('/healthz', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }));

    app.get('/readyz', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      try {
        const sources = await ctx.db.prisma.sourceState.findMany({
          select: { source: true, succeededAt: true, error: true },
        });
        const fewer = await thinSources(ctx, dayIn(ctx.config.DIGEST_TIMEZONE, ctx.now()));
        return { status: 'ok', database: 'ok', sources, fewerThanUsual: fewer };
      } catch (error) {
        ctx.log.warn({ event: 'web.not-ready', err: error });
        return reply.status(503).send({ status: 'unavailable', database: 'unreachable' });
      }
    });

    app.get('/metrics', async (_request, reply) => {
      reply.type('text/plain; version=0.0.4; charset=utf-8').header('cache-control', 'no-store');
      return reply.send(await metrics(ctx));
    });
  };
}

const labelled = z.object({ label: z.string(), count: z.number() });

async function metrics(ctx: Context): Promise<string> {
  const [subscribers, deliveries, mails, papers] = await Promise.all([
    ctx.db.rows(labelled, sql`select status as label, count(*) from subscriber group by status order by status`),
    ctx.db.rows(
      labelled,
      sql`select 'queued' as label, count(*) from delivery where state = 'queued'
      union all select 'sending', count(*) from delivery where state = 'sending'
      union all select 'retrying', count(*) from delivery where state = 'deferred' or state = 'uncertain'`,
    ),
    ctx.db.rows(labelled, sql`select 'queued' as label, count(*) from mail where state = 'queued'`),
    ctx.db.rows(labelled, sql`select source as label, count(*) from paper group by source order by source`),
  ]);
  return [
    ...family('daily_papers_subscribers', 'Subscribers by status.', 'status', subscribers),
    ...family('daily_papers_deliveries_open', 'Deliveries that are not through, by state.', 'state', deliveries),
    ...family('daily_papers_mails_open', 'Transactional mails that wait.', 'state', mails),
    ...family('daily_papers_papers', 'Papers by source.', 'source', papers),
    ...family('daily_papers_process_resident_memory_bytes', 'Resident memory of this process.', 'process', [
      { label: ctx.config.ROLES.join('-'), count: process.memoryUsage.rss() },
    ]),
    '',
  ].join('\n');
}

function family(name: string, help: string, label: string, rows: z.output<typeof labelled>[]): string[] {
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...rows.map((row) => `${name}{${label}="${row.label}"} ${row.count}`),
  ];
}
