import { z } from 'zod';
import type { Context } from '../../context.ts';
import { type Fault, faultsOf, Problem } from '../../lib/errors/problem.ts';
import type { ParsedAddress } from '../address.ts';
import { givenColumns, preferenceInput, type PreferenceInput } from '../preferences/definitions.ts';
import { checkConsent, consentInput, type ConsentInput } from '../signup/entry.ts';
import { mailboxHash } from '../signup/mailbox.ts';
import type { ImportRow } from '../sql/add.ts';
import { addressIn } from './address-in.ts';
import { type ColumnMeaning, meaningOf } from './column-meanings.ts';
import { invalid } from './faults.ts';
import { listDate } from './list-date.ts';
import { ownFields, ownStatus } from './own-row.ts';
import { ownName, type Product } from './products.ts';
import type { ListRow } from './read-list.ts';
import type { Rejection } from './rejection.ts';
import { type DateField, type ListedStatus, listedStatuses } from './status-readers.ts';

/** A row to import, or why it is rejected. */
export type Staged = { row: Omit<ImportRow, 'line'> } | { reason: Rejection };

/** The address of a row that could be read. */
type Address = Extract<ParsedAddress, { ok: true }>;

/** The cells of a row by what they mean. */
interface Cells {
  address: string;
  status: ListedStatus | 'unknown';
  /** The cell that says so, for the report. */
  statusCell: { column: string; value: string };
  preferences: Record<string, unknown>;
  consent: unknown;
  dates: Partial<Record<DateField, string>>;
  own: Record<string, unknown>;
}

/** The strictest status of a row counts. An unknown one may mean that they left. */
const strictness = new Map<ListedStatus | 'unknown', number>([
  ...listedStatuses.map((status, index): [ListedStatus, number] => [status, index]),
  ['unknown', listedStatuses.indexOf('unsubscribed') - 0.5],
]);

/** Preferences and columns that are parsed once, not once per row. */
const maximumCached = 5000;

interface Options {
  product: Product | undefined;
  addressColumn: string | undefined;
  /** For rows without their own. */
  consent: ConsentInput | undefined;
}

/** Reads the rows of one list. */
export function rowReader(ctx: Context, options: Options): (row: ListRow) => Staged {
  const meanings = new Map<string, ColumnMeaning | undefined>();
  const preferences = new Map<string, ReturnType<typeof readPreferences>>();
  const isOwn = options.product?.name === ownName;

  function meaning(column: string): ColumnMeaning | undefined {
    if (meanings.has(column)) return meanings.get(column);
    const found = column === options.addressColumn ? ADDRESS : meaningOf(column, options.product);
    // The names come from a file: they are not cached without end.
    if (meanings.size < maximumCached) meanings.set(column, found);
    return found;
  }

  function preferencesOf(given: Record<string, unknown>) {
    const key = JSON.stringify(given);
    const known = preferences.get(key);
    if (known !== undefined) return known;
    const parsed = readPreferences(given);
    if (preferences.size < maximumCached) preferences.set(key, parsed);
    return parsed;
  }

  return (listed) => {
    const cells = cellsIn(listed, meaning, isOwn);
    const address = addressIn(cells.address);
    if (!address.ok) return { reason: { code: 'address', fault: address.fault } };
    const given = preferencesOf(cells.preferences);
    if ('reason' in given) return given;
    const row = rowOf(ctx, address, given);
    return isOwn ? ownRow(ctx, options, cells, row) : foreignRow(ctx, options, cells, row);
  };
}

interface Given {
  preferences: PreferenceInput;
  columns: Readonly<Record<string, unknown>>;
}

function readPreferences(given: Record<string, unknown>): Given | { reason: Rejection } {
  const parsed = preferenceInput.safeParse(given);
  return parsed.success
    ? { preferences: parsed.data, columns: givenColumns(parsed.data) }
    : { reason: invalid(faultsOf(parsed.error)) };
}

const ADDRESS: ColumnMeaning = { kind: 'address' };

function cellsIn(
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
      if (value !== '') cells.preferences[meaning.name] = value;
      break;
    case 'consent':
      addConsent(cells, meaning.field, value);
      break;
    case 'date':
      cells.dates[meaning.field] ??= textOf(value);
      break;
    case 'own':
      cells.own[meaning.name] = value;
      break;
    case 'status':
      if (isOwn) cells.own['status'] = value;
      else addStatus(cells, meaning, column, value);
  }
}

/** Empty cells are no consent, and a text in a column of that name means nothing. */
function addConsent(
  cells: Cells,
  field: Extract<ColumnMeaning, { kind: 'consent' }>['field'],
  value: unknown,
): void {
  if (field === 'object') {
    if (typeof value === 'object' && value !== null) cells.consent = value;
  } else if (value !== '' && value !== null) {
    const before = typeof cells.consent === 'object' ? cells.consent : {};
    cells.consent = { ...before, [field]: value };
  }
}

function addStatus(
  cells: Cells,
  { read, date }: Extract<ColumnMeaning, { kind: 'status' }>,
  column: string,
  value: unknown,
): void {
  const text = textOf(value).trim();
  const status = read(text.toLowerCase());
  if (date !== undefined && text !== '') cells.dates[date] ??= text;
  if (status === undefined || rank(status) <= rank(cells.status)) return;
  cells.status = status;
  cells.statusCell = { column, value: JSON.stringify(value ?? '').slice(0, 60) };
}

function rank(status: ListedStatus | 'unknown'): number {
  return strictness.get(status) ?? 0;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

/** What all rows have. */
function rowOf({ keys }: Context, { email, key }: Address, { preferences, columns }: Given) {
  return {
    email,
    email_key: key,
    email_hashes: keys.every('erasure', key),
    mailbox: null,
    confirm: false,
    columns,
    preferences,
    consents: [],
    suppression: null,
    merged_into: null,
  };
}

/** A row that is asked to confirm by mail. */
function asked({ keys }: Context, row: ReturnType<typeof rowOf>) {
  const mailbox = mailboxHash(keys, row.email_key);
  return { ...row, target: 'pending', confirm: true, mailbox };
}

function foreignRow(
  ctx: Context,
  options: Options,
  cells: Cells,
  row: ReturnType<typeof rowOf>,
): Staged {
  const { status, statusCell, dates } = cells;
  if (status === 'unknown') return { reason: { code: 'unknown-status', ...statusCell } };
  if (status === 'paused' || status === 'inactive' || status === 'deleted')
    return { reason: { code: 'listed-as', status, ...statusCell } };
  if (status === 'active' || status === 'pending')
    return mailedRow(ctx, options.consent, status, cells, row);
  if (status === 'unsubscribed') {
    const left = listDate(dates.left ?? '', ctx.now());
    const columns = left === null ? row.columns : { ...row.columns, unsubscribed_at: left };
    return { row: { ...row, target: status, columns } };
  }
  const source = options.product?.name ?? 'an imported list';
  const evidence = `${source}, ${statusCell.column}: ${statusCell.value}`.slice(0, 300);
  const target = status === 'blocked' ? 'suppressed' : status;
  return { row: { ...row, target, suppression: { reason: status, evidence } } };
}

/** Somebody who may be mailed: active with a consent, asked to confirm without it. */
function mailedRow(
  ctx: Context,
  fallback: ConsentInput | undefined,
  status: 'active' | 'pending',
  { consent: given, dates }: Cells,
  row: ReturnType<typeof rowOf>,
): Staged {
  const consent = consentOf(ctx, given);
  if ('faults' in consent) return { reason: invalid(consent.faults) };
  // Somebody who has not confirmed there agreed to nothing, so the consent for all rows is not
  // theirs.
  const found = consent.consent ?? (status === 'pending' ? undefined : fallback);
  if (found === undefined) return { row: asked(ctx, row) };
  const at = found.at ?? listDate(dates.consent ?? '', ctx.now()) ?? ctx.now().toISOString();
  const consents = [{ source: found.source, at, note: found.note ?? null }];
  return { row: { ...row, target: 'active', consents } };
}

const givenConsent = z.object({ consent: consentInput });
const hasSource = z.object({ source: z.unknown().refine((source) => source !== undefined) });

function consentOf(
  ctx: Context,
  given: unknown,
): { consent: ConsentInput | undefined } | { faults: Fault[] } {
  // A date or a note alone is no consent.
  if (!hasSource.safeParse(given).success) return { consent: undefined };
  const parsed = givenConsent.safeParse({ consent: given });
  if (!parsed.success) return { faults: faultsOf(parsed.error) };
  const faults = consentFaults(ctx, parsed.data.consent);
  return faults.length > 0 ? { faults } : { consent: parsed.data.consent };
}

function consentFaults(ctx: Context, consent: ConsentInput): Fault[] {
  try {
    checkConsent(ctx, consent);
    return [];
  } catch (error) {
    if (error instanceof Problem) return error.errors;
    throw error;
  }
}

/** A row of our own export: everything stays as it was, and nobody is mailed. */
function ownRow(
  ctx: Context,
  { consent: fallback }: Options,
  { own }: Cells,
  given: ReturnType<typeof rowOf>,
): Staged {
  const status = ownStatus.safeParse(own['status']);
  if (!status.success)
    return {
      reason: {
        code: 'unknown-status',
        column: 'status',
        value: JSON.stringify(own['status'] ?? '').slice(0, 60),
      },
    };
  const parsed = ownFields.safeParse(own);
  if (!parsed.success) return { reason: invalid(faultsOf(parsed.error)) };
  const { consents, suppression_reason, suppression_evidence, suppressed_at, ...history } =
    parsed.data;
  const past = Object.entries(history).filter(([, value]) => value !== undefined && value !== null);
  const row = { ...given, columns: { ...given.columns, ...Object.fromEntries(past) } };
  const suppression =
    suppression_reason === null || suppression_reason === undefined
      ? null
      : {
          reason: suppression_reason,
          evidence: suppression_evidence ?? null,
          created_at: suppressed_at ?? null,
        };
  const future = consents.flatMap(({ source, at }) => consentFaults(ctx, { source, at }));
  if (future.length > 0) return { reason: invalid(future) };
  const target = status.data;
  const receives = target === 'active' || target === 'paused';
  if (!receives || consents.length > 0) return { row: { ...row, target, consents, suppression } };
  if (fallback === undefined) return { row: { ...asked(ctx, row), suppression } };
  const at = fallback.at ?? ctx.now().toISOString();
  return { row: { ...row, target, suppression, consents: [{ ...fallback, at }] } };
}
