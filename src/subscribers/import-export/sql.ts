import { sql, type Sql } from '../../db/sql.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import { suppressionsInForce } from '../../suppressions/sql.ts';
import { columnOf, preferenceNames } from '../preferences/definitions.ts';
import type { Subscriber } from '../subscriber.ts';
import { ownColumns } from './column-meanings.ts';

/** `COPY` loads a million rows in seconds. Prisma would send each value as a parameter. */
export const copyRows = sql`copy subscriber_import_row (import_id, line, email, email_key, email_hashes, mailbox, target, confirm, columns,
  preferences, consents, suppression) from stdin`;

/** Lists with more rows than this change the statistics of a table noticeably. */
export const analyzedFrom = 10_000;

/**
 * Updates the statistics of the rows just loaded, so that Postgres plans for this list and not for
 * the last one. SQL: a maintenance command.
 */
export const analyzeRows = sql`analyze subscriber_import_row`;

/**
 * The same for the tables that a large import fills. Until Postgres does so by itself, an export
 * would sort all consents instead of reading them in the order of their index.
 */
export const analyzeSubscribers = sql`analyze subscriber, consent`;

/** The columns of an export: the preferences and `ownColumns`. */
export const exportColumns = ['email', 'status', ...preferenceNames.map(columnOf), ...ownColumns];

/** How the columns of a format are written. */
interface Cells {
  text: (column: string) => string;
  preference: (name: string) => string;
  consents: string;
}

/** Topics that contain the separator are written as JSON. Text never starts like a formula. */
const csvCells: Cells = {
  text: (column) => `csv_text(${column})`,
  preference: (name) =>
    name === 'topics'
      ? `case when array_to_string(topics, '') ~ '[][,;，；、\\n]' then array_to_json(topics)::text else csv_text(array_to_string(topics, ',')) end`
      : `${columnOf(name)}::text`,
  consents: 'consents',
};

const jsonCells: Cells = {
  text: (column) => column,
  preference: columnOf,
  consents: 'consents::json',
};

/**
 * The consents of each subscriber as JSON. Grouped in the order of an index and joined by a merge,
 * they take a quarter of the time of a subquery per row with `json_build_object`.
 */
const consentCells = `select subscriber_id as id,
    '[' || string_agg(row_to_json(given)::text, ',' order by given_at, consent.id) || ']' as consents
  from consent, lateral (select source, event, given_at as at, page, note) as given group by subscriber_id`;

/**
 * The rows of an export in the order of `exportColumns`. Postgres writes them: a million rows take
 * seconds, and Prisma pages took five times as long.
 */
function exportRows({ text, preference, consents }: Cells, status?: string): string {
  const condition = status === undefined ? 'true' : `status = '${status}'`;
  const suppressedOnly = status === undefined ? 'true' : 'false';
  const nothing = preferenceNames.map(() => 'null').join(', ');
  return `
    (select ${text('email')}, status::text, ${preferenceNames.map(preference).join(', ')}, iso_time(subscriber.created_at), iso_time(active_since),
      iso_time(paused_until), status_before::text, iso_time(unsubscribed_at), ${text('unsubscribe_reason')}, ${text('unsubscribe_comment')},
      ${consents}, suppression.reason, ${text('evidence')}, iso_time(suppression.created_at)
    from subscriber left join (${suppressionsInForce}) as suppression using (email_key)
      left join (${consentCells}) as consented using (id) where ${condition}
      order by subscriber.id)
    union all
    select ${text('email_key')}, 'suppressed', ${nothing}, null, null, null, null, null, null, null, null, reason, ${text('evidence')}, iso_time(created_at)
    from (${suppressionsInForce}) as suppression
    where ${suppressedOnly} and not exists (select from subscriber where subscriber.email_key = suppression.email_key)`;
}

/** Copies the rows as CSV without a header. */
export function copyCsv(status?: Subscriber['status']): Sql {
  return Prisma.raw(`copy (${exportRows(csvCells, status)}) to stdout (format csv)`);
}

/**
 * Copies the rows as JSON objects, one per line, each after a comma. The quote and the delimiter
 * are characters that JSON escapes, so that `COPY` quotes nothing.
 */
export function copyJson(): Sql {
  const rows = exportRows(jsonCells);
  return Prisma.raw(`copy (select ',' || row_to_json(exported) from (${rows}) as exported(${exportColumns.join(', ')}))
    to stdout (format csv, quote e'\\x01', delimiter e'\\x02')`);
}
