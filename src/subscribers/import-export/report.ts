import { z } from 'zod';
import { importReport, maximumListed, rejectedCount } from '../../lib/import-report.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { subscribed } from '../subscriber.ts';
import { type ResultCount, refusalCodes } from '../signup/add.ts';
import { subscriberFormat } from './read-list.ts';
import { rejection, rejectionText } from './rejection.ts';
import type { StagedList } from './stage.ts';

/** What an operator should know about a row that was not rejected. */
const notice = z.discriminatedUnion('code', [
  /** Another line has the same address; the two are merged. */
  z.object({ code: z.literal('repeated'), other: z.int() }),
  /** A subscriber of this installation has unsubscribed in that list. */
  z.object({ code: z.enum(['here', 'departed']), status: z.string() }),
]);
type Notice = z.output<typeof notice>;

const reading = z.object({
  format: subscriberFormat,
  product: z.string().nullable().describe('The product that wrote the list, if it is known'),
  columns: z
    .array(
      z.object({
        name: z.string(),
        means: z.enum(['address', 'status', 'preference', 'consent', 'date', 'own']),
      }),
    )
    .describe('What the columns mean'),
  unread: z.array(z.string()).describe('Columns that are not read'),
});

/** The number of addresses by what they are after the import. */
const becomes = z.object({
  active: z.int(),
  pending: z.int(),
  unsubscribed: z.int(),
  suppressed: z.int().describe('Bounced, complained or blocked: never receives email'),
});

const counted = {
  departed: z
    .int()
    .describe('Addresses that unsubscribed in that list, stored so that no later list adds them'),
  becomes,
  asked: z.int().describe('Addresses that receive a confirmation email'),
  rejectedCount,
  noticeCount: z.int(),
  reading,
};

/**
 * A line that was merged into another line with the same address. `count`: the number of such
 * lines in the list.
 */
export const repeatedLine = z.object({ count: z.number(), line: z.int(), other: z.int() });
export type Repeated = z.output<typeof repeatedLine>;

/** The report of an import of subscribers, with codes. */
export const subscriberImport = importReport.extend({
  ...counted,
  rejected: z.array(z.object({ line: z.int(), reason: rejection })),
  notices: z.array(z.object({ line: z.int(), notice })),
});
export type SubscriberImport = z.output<typeof subscriberImport>;

/** The report as text. */
export const wordedImport = importReport
  .extend({
    ...counted,
    notices: z
      .array(z.object({ line: z.int(), notice: z.string() }))
      .describe('Lines with the same address, and our subscribers who unsubscribed in that list'),
  })
  .meta({ id: 'SubscriberImport' });
export type WordedImport = z.output<typeof wordedImport>;

export function reportOf(
  { reading: understood, read, rejected, rejectedCount: all }: Omit<StagedList, 'id'>,
  repeated: Repeated[],
  results: ResultCount[],
): SubscriberImport {
  const total = (test: (result: ResultCount) => boolean) =>
    results.filter(test).reduce((sum, { count }) => sum + count, 0);
  const of = (...kinds: ResultCount['result'][]) => total(({ result }) => kinds.includes(result));
  const becoming = (...targets: string[]) =>
    total(
      ({ result, target }) =>
        ['added', 'updated', 'stored', 'departed'].includes(result) && targets.includes(target),
    );
  const merged = repeated[0]?.count ?? 0;
  return {
    read,
    added: of('added'),
    updated: of('updated', 'departed'),
    unchanged: of('unchanged', 'here') + merged,
    departed: of('stored'),
    becomes: {
      active: becoming(...subscribed),
      pending: becoming('pending'),
      unsubscribed: becoming('unsubscribed'),
      suppressed: becoming('bounced', 'complained', 'suppressed'),
    },
    asked: total(({ result, confirm }) => confirm && ['added', 'updated'].includes(result)),
    rejected: [...rejected, ...refused(results)]
      .toSorted((a, b) => a.line - b.line)
      .slice(0, maximumListed),
    rejectedCount: all + of(...refusalCodes),
    notices: noticesOf(repeated, results),
    noticeCount: merged + of('here', 'departed'),
    reading: understood,
  };
}

function refused(results: ResultCount[]): SubscriberImport['rejected'] {
  return results.flatMap(({ result, lines }) => {
    const code = refusalCodes.find((refusal) => refusal === result);
    return code === undefined ? [] : lines.map((line) => ({ line, reason: { code } }));
  });
}

function noticesOf(repeated: Repeated[], results: ResultCount[]): SubscriberImport['notices'] {
  const departures = results.flatMap(({ result, target, lines }) =>
    result === 'here' || result === 'departed'
      ? lines.map((line) => ({ line, notice: { code: result, status: target } }))
      : [],
  );
  const same = repeated.map(({ line, other }) => ({
    line,
    notice: { code: 'repeated' as const, other },
  }));
  return [...same, ...departures].toSorted((a, b) => a.line - b.line).slice(0, maximumListed);
}

/** Translates a report into one language. API clients get English. */
export function wordedReport(words: Words, report: SubscriberImport): WordedImport {
  return {
    ...report,
    rejected: report.rejected.map(({ line, reason }) => ({
      line,
      reason: rejectionText(words, reason),
    })),
    notices: report.notices.map(({ line, notice: found }) => ({
      line,
      notice: noticeText(words, found),
    })),
  };
}

/** The words of what subscribers who left a list become. */
const statusWords: Record<string, string> = {
  unsubscribed: 'admin-status-unsubscribed',
  bounced: 'admin-status-bounced',
  complained: 'admin-status-complained',
  suppressed: 'admin-status-blocked',
};

export function noticeText(words: Words, found: Notice): string {
  if (found.code === 'repeated') return words.t('notice-repeated', { line: String(found.other) });
  const key = found.code === 'here' ? 'notice-here' : 'notice-departed';
  return words.t(key, {
    status: words.t(statusWords[found.status] ?? 'admin-status-unsubscribed'),
  });
}
