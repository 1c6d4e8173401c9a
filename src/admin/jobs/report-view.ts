import { detailText } from '../../lib/errors/problem.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { type Rejection, rejectionText } from '../../subscribers/import-export/rejection.ts';
import { failureText } from '../../papers/sources/failure.ts';
import { noticeText } from '../../subscribers/import-export/report.ts';
import type { Job } from './jobs.ts';

/** Maximum rejected rows on a page. */
const shown = 200;

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

/** The report of a job as its page shows it. */
export function reportView(words: Words, { report }: Job) {
  if (report === null) return emptyReport;
  if ('problem' in report) {
    const { problem } = report;
    return { ...emptyReport, problem: problem === null ? null : detailText(words, problem) };
  }
  if ('sources' in report) return { ...emptyReport, ...fetchView(words, report) };
  const rejected = report.rejected
    .slice(0, shown)
    .map(({ line, reason }) => ({ line, ...rejectionView(words, reason) }));
  const rows = { ...emptyReport, rejected, rejectedMore: report.rejectedCount - rejected.length };
  if (!('reading' in report)) return { ...rows, report: { ...report, departed: 0 } };
  return { ...rows, report, ...listView(words, report) };
}

function fetchView(words: Words, { sources, failed, skipped }: FetchedReport) {
  const reasons = new Map(
    failed.map(({ source, failure }) => [source, failureText(words, failure)]),
  );
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
