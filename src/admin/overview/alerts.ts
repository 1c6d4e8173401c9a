import type { Context } from '../../context.ts';
import type { Digest } from '../../digests/digest.ts';
import { isOverdue } from '../../digests/compose/overdue-draft.ts';
import { digestReasonText } from '../../digests/reason-text.ts';
import { isQuietWeekend } from '../../digests/send/schedule.ts';
import { longDate } from '../../lib/format/dates.ts';
import { failureText } from '../../papers/sources/failure.ts';
import type { SourceHealth } from '../../papers/sources/health.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { isHeld, journalState } from '../../journal/hold.ts';
import { pausedDomains } from '../../outbox/status.ts';
import { sendingStatus } from './dashboard.ts';
import { timeText } from '../time-text.ts';
import { digestPath } from '../digests/digest-view.ts';

/** A problem that needs an operator: what is wrong, why, what to do, and where. */
export interface Alert {
  what: string;
  /** The reply of the relay, or why the source failed. */
  reason: string | null;
  todo: string;
  href: string | null;
}

/** All current problems. Those that stop emails come first. */
export async function alertsOf(
  ctx: Context,
  words: Words,
  { digests, sources }: { digests: Digest[]; sources: SourceHealth[] },
): Promise<Alert[]> {
  const [status, domains, journal] = await Promise.all([
    sendingStatus(ctx),
    pausedDomains(ctx.db, 20),
    journalState(ctx.db),
  ]);
  return [
    ...(isHeld(journal) ? [plain(words, 'admin-alert-journal', 'admin-alert-journal-do')] : []),
    ...digests.flatMap((digest) => ofDigest(words, digest, ctx.now())),
    ...(status.senders === 0 && status.isWaiting
      ? [plain(words, 'admin-alert-no-sender', 'admin-alert-no-sender-do')]
      : []),
    ...(status.wasRelayUnreachable
      ? [plain(words, 'admin-alert-relay', 'admin-alert-relay-do')]
      : []),
    ...(status.share < 1 ? [plain(words, 'admin-alert-slow', 'admin-alert-slow-do')] : []),
    ...domains.map(({ domain, pausedUntil, pauseDetail }) => ({
      what: words.t('admin-alert-domain', { domain }),
      reason: pauseDetail,
      todo: words.t('admin-alert-domain-do', { until: timeText(ctx, words, pausedUntil) }),
      href: null,
    })),
    ...sources
      .filter(({ healthy }) => healthy === false)
      .map(({ source, failure }) => ({
        what: words.t('admin-alert-source', { source }),
        reason: failure === null ? null : failureText(words, failure),
        todo: words.t('admin-alert-source-do'),
        href: null,
      })),
  ];
}

function plain(words: Words, what: string, todo: string): Alert {
  return { what: words.t(what), reason: null, todo: words.t(todo), href: null };
}

function ofDigest(words: Words, digest: Digest, now: Date): Alert[] {
  const issue = { kind: digest.kind, date: longDate(words, digest.date) };
  const reason = digest.reason === null ? null : digestReasonText(words, digest.reason);
  const href = digestPath(digest);
  if (digest.status === 'paused') {
    const todo = words.t(
      digest.reason?.code === 'paused-by-operator'
        ? 'admin-alert-paused-by-hand'
        : 'admin-alert-paused-do',
    );
    return [{ what: words.t('alert-paused', issue), reason, todo, href }];
  }
  if (isOverdue(digest, now))
    return [
      { what: words.t('alert-waits', issue), reason, todo: words.t('admin-alert-waits-do'), href },
    ];
  if (digest.status === 'skipped' && !isQuietWeekend(digest))
    return [
      {
        what: words.t('alert-skipped', issue),
        reason,
        todo: words.t('admin-alert-skipped-do'),
        href,
      },
    ];
  return [];
}
