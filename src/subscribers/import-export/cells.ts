import { hideAddresses } from '../../lib/text/redact.ts';
import type { ColumnMeaning } from './column-meanings.ts';
import type { ListRow } from './list-reader.ts';
import {
  type DateField,
  ifFalse,
  type ListedStatus,
  listedStatuses,
  type StatusReader,
} from './status-readers.ts';

/** The cells of a row, grouped by meaning. */
export interface Cells {
  address: string;
  status: ListedStatus | 'unknown';
  /** The cell that states the status, for the report. */
  statusCell: { column: string; value: string };
  preferences: Record<string, unknown>;
  consent: unknown;
  dates: Partial<Record<DateField, string>>;
  own: Record<string, unknown>;
}

/**
 * The strictest status of a row wins. An unknown status may mean that the subscriber unsubscribed.
 */
const strictness = new Map<ListedStatus | 'unknown', number>([
  ...listedStatuses.map((status, index): [ListedStatus, number] => [status, index]),
  ['unknown', listedStatuses.indexOf('unsubscribed') - 0.5],
]);

/** Groups the cells of a row by the meaning of their columns. */
export function cellsIn(
  row: ListRow,
  meaning: (column: string) => ColumnMeaning | undefined,
  isOwn: boolean,
): Cells {
  const cells: Cells = {
    address: '',
    status: 'active',
    statusCell: { column: '', value: '' },
    preferences: {},
    consent: undefined,
    dates: {},
    own: {},
  };
  for (const column in row) {
    const found = meaning(column);
    if (found !== undefined) addCell(cells, found, column, row[column], isOwn);
  }
  return cells;
}

function addCell(
  cells: Cells,
  meaning: ColumnMeaning,
  column: string,
  value: unknown,
  isOwn: boolean,
): void {
  switch (meaning.kind) {
    case 'address':
      cells.address ||= textOf(value);
      break;
    case 'preference':
      if (value !== '' && value !== null) cells.preferences[meaning.name] = value;
      break;
    case 'consent':
      addConsent(cells, meaning.field, column, value);
      break;
    case 'date':
      cells.dates[meaning.field] ||= textOf(value);
      break;
    case 'own':
      cells.own[meaning.name] = value;
      break;
    case 'status':
      if (isOwn) cells.own['status'] = value;
      else addStatus(cells, meaning, column, value);
  }
}

/** Empty cells are not a consent. Text in a column named `consent` is a yes or a no. */
function addConsent(
  cells: Cells,
  field: Extract<ColumnMeaning, { kind: 'consent' }>['field'],
  column: string,
  value: unknown,
): void {
  if (value === '' || value === null) return;
  if (field === 'object') {
    if (typeof value === 'object') cells.consent = value;
    else addStatus(cells, ifFalse('unsubscribed'), column, value);
  } else {
    const before = typeof cells.consent === 'object' ? cells.consent : {};
    cells.consent = { ...before, [field]: value };
  }
}

function addStatus(
  cells: Cells,
  { read, date }: StatusReader,
  column: string,
  value: unknown,
): void {
  const text = textOf(value).trim();
  const status = read(text.toLowerCase());
  if (date !== undefined && text !== '') cells.dates[date] ??= text;
  if (status === undefined || rank(status) <= rank(cells.status)) return;
  cells.status = status;
  cells.statusCell = { column, value: quoted(value) };
}

/** A cell for a report, which an erasure does not search for addresses. */
export function quoted(value: unknown): string {
  return hideAddresses(JSON.stringify(value ?? '').slice(0, 300)).slice(0, 60);
}

function rank(status: ListedStatus | 'unknown'): number {
  return strictness.get(status) ?? 0;
}

/** A cell as text: JSON for what is not a string, and nothing for null. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}
