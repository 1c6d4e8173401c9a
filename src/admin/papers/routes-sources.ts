import type { Context } from '../../context.ts';
import type { App } from '../../lib/http/app.ts';
import {
  fetchesOf,
  type PastFetch,
  type SourceHealth,
  sourcesHealth,
} from '../../papers/sources/health.ts';
import { failureText } from '../../papers/sources/failure.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { timeText } from '../time-text.ts';
import { adminPage, plainPage } from '../admin-page.ts';

/** Fetches per source in the chart (two days). The list shows the newest of them. */
const drawn = 48;
const listed = 12;

/** Height of the chart. */
const height = 40;

/** The health of the paper sources, and the result of their last fetches. */
export function sourcesRoutes(ctx: Context, app: App): void {
  app.get('/admin/papers/sources', { schema: plainPage }, async (request, reply) => {
    const { words } = request;
    const health = await sourcesHealth(ctx);
    const sources = await Promise.all(
      health.map(async (source) => ({
        source,
        fetches: await fetchesOf(ctx.db, source.source, drawn),
      })),
    );
    return adminPage(ctx, request, reply, 'sources', {
      title: words.t('papers-sources'),
      sources: sources.map(({ source, fetches }) => sourceOf(ctx, words, source, fetches)),
      sample: ctx.config.sources.includes('sample'),
      barHeight: height,
    });
  });
}

function sourceOf(ctx: Context, words: Words, health: SourceHealth, fetches: PastFetch[]) {
  const { source, healthy, failure, papers, usual, succeededAt } = health;
  return {
    name: source,
    state: healthy === null ? 'unknown' : healthy ? 'healthy' : 'failing',
    reason: failure === null ? null : failureText(words, failure),
    papers,
    usual: usual === null ? null : Math.round(usual),
    succeeded: succeededAt === null ? null : timeText(ctx, words, succeededAt),
    bars: barsOf(ctx, words, fetches.toReversed()),
    fetches: fetches.slice(0, listed).map(({ fetchedAt, papers: count, failure: past }) => ({
      at: timeText(ctx, words, fetchedAt),
      papers: count,
      reason: past === null ? null : failureText(words, past),
    })),
  };
}

/**
 * A bar per fetch, oldest first, with the number of papers it found for its day. Failed fetches are
 * highlighted.
 */
function barsOf(ctx: Context, words: Words, fetches: PastFetch[]) {
  const highest = Math.max(1, ...fetches.map(({ papers }) => papers ?? 0));
  return fetches.map(({ fetchedAt, papers, failure }, index) => {
    const at = timeText(ctx, words, fetchedAt);
    const tall =
      failure === null ? Math.max(1, Math.round((height * (papers ?? 0)) / highest)) : height;
    return {
      x: index * 10 + 1,
      y: height - tall,
      height: tall,
      failed: failure !== null,
      title:
        failure === null
          ? words.t('sources-bar', { at, papers: papers ?? 0 })
          : words.t('label-value', { label: at, value: failureText(words, failure) }),
    };
  });
}
