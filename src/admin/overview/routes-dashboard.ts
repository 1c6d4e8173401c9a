import { type Context, today } from '../../context.ts';
import type { Digest } from '../../digests/digest.ts';
import { nextComposing } from '../../digests/compose/due.ts';
import { countsOf, openDigests, sentLastMinute } from '../../digests/progress.ts';
import type { App } from '../../lib/http/app.ts';
import { noQuery } from '../../lib/http/parameters.ts';
import { shortDate } from '../../lib/format/dates.ts';
import { type SourceHealth, sourcesHealth } from '../../papers/sources/health.ts';
import { countByStatus } from '../../subscribers/find.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { alertsOf } from './alerts.ts';
import { type SubscriberChange, subscriberChanges } from './dashboard.ts';
import { type RelayStatus, relayStatuses } from '../../outbox/relay-status.ts';
import { countSuppressions } from '../../suppressions/suppressions.ts';
import { barOf, digestHead, endOf, meaningOf } from '../digests/digest-view.ts';
import { timeText } from '../time-text.ts';
import { adminPage, pageResponses, plainPage } from '../admin-page.ts';
import { countText, statusWords, suppressionText } from '../subscribers/subscriber-view.ts';

/** The state of the installation on one page. */
export function dashboardRoutes(ctx: Context, app: App): void {
  const slashed = { querystring: noQuery, response: pageResponses };
  app.get('/admin/', { schema: slashed }, async (_request, reply) => reply.redirect('/admin', 303));

  app.get('/admin', { schema: plainPage }, async (request, reply) => {
    const { words } = request;
    const current = today(ctx);
    const [digests, next, sources, subscribers, changes, suppressions, relays] = await Promise.all([
      openDigests(ctx.db, current),
      nextComposing(ctx),
      sourcesHealth(ctx),
      countByStatus(ctx.db),
      subscriberChanges(ctx),
      countSuppressions(ctx.db, ctx.now()),
      relayStatuses(ctx.config, ctx.db, ctx.now()),
    ]);
    return adminPage(ctx, request, reply, 'overview', {
      title: words.t('admin-overview'),
      alerts: await alertsOf(ctx, words, { digests, sources }),
      digests: await Promise.all(digests.map((digest) => digestView(ctx, words, digest))),
      hasToday: digests.some(({ kind, date }) => kind === 'daily' && date === current),
      next: next.map(({ kind, at }) => ({ kind, at: timeText(ctx, words, at) })),
      sources: sources.map((source) => sourceView(ctx, words, source)),
      statuses: subscribers.map(({ status, ...count }) => ({
        label: words.t(statusWords[status]),
        count: countText(words, count),
      })),
      relays: relays.map((relay) => relayView(ctx, words, relay)),
      chart: chartOf(words, changes),
      suppressions: suppressions.map(({ reason, count }) => ({
        label: suppressionText(words, reason),
        count,
      })),
    });
  });
}

async function digestView(ctx: Context, words: Words, digest: Digest) {
  const counts = await countsOf(ctx.db, digest);
  const rate = digest.status === 'sending' ? await sentLastMinute(ctx, digest.id) : null;
  const end = rate === null ? null : endOf(ctx.now(), counts, rate);
  return {
    ...(await digestHead(ctx, words, digest)),
    meaning: meaningOf(ctx, words, digest),
    composed: digest.readyAt === null ? null : timeText(ctx, words, digest.readyAt),
    bar: barOf(words, counts),
    left: counts.queued + counts.sending + counts.deferred,
    rate,
    end: end === null ? null : timeText(ctx, words, end),
  };
}

function sourceView(
  ctx: Context,
  words: Words,
  { source, healthy, succeededAt, papers }: SourceHealth,
) {
  return {
    source,
    state: healthy === null ? 'unknown' : healthy ? 'healthy' : 'failing',
    papers,
    succeeded: succeededAt === null ? null : timeText(ctx, words, succeededAt),
  };
}

function relayView(
  ctx: Context,
  words: Words,
  { name, state, at, detail, warmUp, ...counts }: RelayStatus,
) {
  const time = at === null ? '' : timeText(ctx, words, at);
  const stateText = {
    'in-use': words.t('admin-relay-in-use'),
    unreachable: words.t('admin-relay-unreachable', { since: time }),
    paused: words.t('admin-relay-paused', { until: time }),
  }[state];
  return {
    name,
    state: state === 'in-use' ? 'healthy' : 'failing',
    stateText,
    detail,
    counts: words.t('admin-relay-counts', counts),
    warmUp:
      warmUp === undefined
        ? null
        : words.t('admin-relay-warm-up', {
            used: warmUp.used,
            ceiling: warmUp.ceiling,
            end: shortDate(words, warmUp.endsOn),
          }),
  };
}

/** Height of the daily chart, in its own units. */
const chartHeight = 80;

/** A chart with the readers who joined each day above a line, and those who left below it. */
export function chartOf(words: Words, changes: SubscriberChange[]) {
  const maximum = (part: 'came' | 'left') => Math.max(...changes.map((change) => change[part]), 0);
  const sum = (part: 'came' | 'left') => changes.reduce((total, change) => total + change[part], 0);
  const unit = chartHeight / Math.max(1, maximum('came') + maximum('left'));
  const height = (count: number) => Math.round(100 * unit * count) / 100;
  const line = sum('came') + sum('left') === 0 ? chartHeight / 2 : height(maximum('came'));
  return {
    came: sum('came'),
    left: sum('left'),
    from: shortDate(words, changes[0]?.day ?? '2000-01-01'),
    to: shortDate(words, changes.at(-1)?.day ?? '2000-01-01'),
    height: chartHeight,
    line,
    days: changes.map(({ day, came, left }, index) => ({
      x: index * 10 + 1,
      title: words.t('admin-moves-day', { date: shortDate(words, day), came, left }),
      up: height(came),
      top: Math.round(100 * (line - height(came))) / 100,
      down: height(left),
    })),
  };
}
