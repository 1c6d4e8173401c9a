import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Context } from '../../context.ts';
import { type RelayStatus, relayStatuses } from '../../outbox/relay-status.ts';
import { type SourceHealth, sourcesHealth } from '../../papers/sources/health.ts';
import { countByStatus } from '../../subscribers/find.ts';
import { countSuppressions } from '../../suppressions/suppressions.ts';
import {
  countPapersBySource,
  countRecentBounces,
  latestBounces,
  latestDigestSentAt,
  latestResults,
  openDeliveries,
  queueAge,
} from './counts.ts';
import { type AddGauge, gaugesOf, oncePerMinute, type Sample, seconds, single } from './gauge.ts';
import { addSmtpMetrics } from './smtp.ts';

/**
 * The metrics of this process and of the whole system. System metrics are read from Postgres at
 * each scrape, so every process reports the same values.
 */
export function makeRegistry(ctx: Context): Registry {
  const registry = new Registry();
  const gauge = gaugesOf(registry);
  collectDefaultMetrics({ register: registry, prefix: 'daily_papers_' });
  addSubscribers(gauge, ctx);
  addDeliveries(gauge, ctx);
  addLatestDigests(gauge, ctx);
  addRelays(gauge, ctx);
  addSources(gauge, ctx);
  addSmtpMetrics(registry);
  return registry;
}

function addSubscribers(gauge: AddGauge, ctx: Context): void {
  gauge('subscribers', 'Subscribers by status; estimated above 10,000.', ['status'], async () =>
    (await countByStatus(ctx.db)).map(({ status, count }) => [{ status }, count]),
  );
  gauge('suppressions', 'Suppressed addresses by reason.', ['reason'], async () =>
    (await countSuppressions(ctx.db, ctx.now())).map(({ reason, count }) => [{ reason }, count]),
  );
  gauge(
    'bounces_day',
    'Bounces, complaints and unsubscribes of the last 24 hours.',
    ['kind', 'source'],
    async () =>
      (await countRecentBounces(ctx)).map(({ kind, source, count }) => [{ kind, source }, count]),
  );
}

function addDeliveries(gauge: AddGauge, ctx: Context): void {
  gauge('deliveries_open', 'Deliveries that are not final, by state.', ['state'], async () =>
    (await openDeliveries(ctx.db)).map(({ state, count }) => [{ state }, count]),
  );
  gauge('queue_age_seconds', 'Age of the oldest delivery that is due and queued.', [], () =>
    single(queueAge(ctx)),
  );
}

function addLatestDigests(gauge: AddGauge, ctx: Context): void {
  gauge(
    'last_digest_sent_timestamp_seconds',
    'Time at which the latest digest was completely sent.',
    [],
    () => single(latestDigestSentAt(ctx.db).then(seconds)),
  );
  gauge(
    'digest_deliveries',
    'Deliveries of the latest daily and weekly digest, by state, bounce class, provider and relay; at most a minute old.',
    ['digest', 'state', 'class', 'provider', 'relay'],
    oncePerMinute(async () =>
      (await latestResults(ctx.db)).map(({ count, ...labels }) => [labels, count]),
    ),
  );
  gauge(
    'digest_bounces',
    'Bounces of the latest daily and weekly digest, by kind.',
    ['digest', 'kind'],
    async () => (await latestBounces(ctx.db)).map(({ count, ...labels }) => [labels, count]),
  );
}

/** Labels relays with `host:port`, because the URL of a relay is a secret. */
function addRelays(gauge: AddGauge, { config, db, now }: Context): void {
  const perRelay = (
    name: string,
    help: string,
    value: (status: RelayStatus) => number | undefined,
  ) =>
    gauge(name, help, ['relay'], async () =>
      (await relayStatuses(config, db, now())).flatMap((status) => {
        const found = value(status);
        return found === undefined ? [] : [[{ relay: status.name }, found] satisfies Sample];
      }),
    );
  perRelay(
    'relay_available',
    '1 if senders use the relay, 0 if it is unavailable or paused.',
    ({ state }) => Number(state === 'in-use'),
  );
  perRelay(
    'relay_warm_up_limit',
    'Maximum number of messages today.',
    ({ warmUp }) => warmUp?.ceiling,
  );
  perRelay(
    'relay_warm_up_used',
    'Messages sent today that count towards the limit.',
    ({ warmUp }) => warmUp?.used,
  );
  gauge(
    'relay_messages',
    'Messages by relay and reply, counted in Postgres since the first one.',
    ['relay', 'result'],
    async () =>
      (await relayStatuses(config, db, now())).flatMap(({ name: relay, ...counts }) =>
        (['accepted', 'refused', 'deferred'] as const).map(
          (result) => [{ relay, result }, counts[result]] satisfies Sample,
        ),
      ),
  );
}

/** Papers and their sources. A source without a value, as before its first fetch, has no sample. */
function addSources(gauge: AddGauge, ctx: Context): void {
  gauge('papers', 'Papers by source.', ['source'], async () =>
    (await countPapersBySource(ctx.db)).map(({ source, count }) => [{ source }, count]),
  );
  const perSource = (name: string, help: string, value: (health: SourceHealth) => number | null) =>
    gauge(name, help, ['source'], async () =>
      (await sourcesHealth(ctx)).flatMap((health) => {
        const found = value(health);
        return found === null ? [] : [[{ source: health.source }, found] satisfies Sample];
      }),
    );
  perSource(
    'source_healthy',
    '1 if the source returns about as many papers as usual, else 0.',
    ({ healthy }) => (healthy === null ? null : Number(healthy)),
  );
  perSource(
    'source_last_success_timestamp_seconds',
    'When the source was last fetched.',
    ({ succeededAt }) => seconds(succeededAt),
  );
  perSource('source_papers', 'Papers of the day in the last fetch.', ({ papers }) => papers);
}
