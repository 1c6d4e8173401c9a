import type { Context } from '../../context.ts';
import { faultsOf } from '../../lib/errors/problem.ts';
import { addressHashes } from '../../journal/entry.ts';
import type { ParsedAddress } from '../address.ts';
import { givenColumns, preferenceInput, type PreferenceInput } from '../preferences/definitions.ts';
import type { ConsentInput } from '../signup/entry.ts';
import { mailboxHash } from '../signup/mailbox.ts';
import type { ImportRow } from '../sql/add.ts';
import { addressIn } from './address-in.ts';
import { type Cells, cellsIn } from './cells.ts';
import { type ColumnMeaning, meaningOf } from './column-meanings.ts';
import { consentFaults, consentOf } from './consent-cells.ts';
import { invalid } from './faults.ts';
import { listDate } from './list-date.ts';
import { ownFields, ownStatus } from './own-row.ts';
import { ownName, type Product } from './products.ts';
import type { ListRow } from './list-reader.ts';
import type { Rejection } from './rejection.ts';

/** A row to import, or why it is rejected. */
export type Staged = { row: Omit<ImportRow, 'line'> } | { reason: Rejection };

/** The address of a row that could be parsed. */
type Address = Extract<ParsedAddress, { ok: true }>;

/** Maximum cached preferences, consents and columns, each parsed once instead of once per row. */
const maximumCached = 5000;

interface Options {
  product: Product | undefined;
  addressColumn: string | undefined;
  /** The consent of rows without their own. */
  consent: ConsentInput | undefined;
}

/** Returns a function that interprets the rows of one list. */
export function rowReader(ctx: Context, options: Options): (row: ListRow) => Staged {
  const meanings = new Map<string, ColumnMeaning | undefined>();
  const preferences = cached(readPreferences);
  const consents = cached((given) => consentOf(ctx, given));
  const isOwn = options.product?.name === ownName;

  function meaning(column: string): ColumnMeaning | undefined {
    if (meanings.has(column)) return meanings.get(column);
    const found =
      column === options.addressColumn ? addressMeaning : meaningOf(column, options.product);
    // The cache is bounded because the names come from a file.
    if (meanings.size < maximumCached) meanings.set(column, found);
    return found;
  }

  return (listed) => {
    const cells = cellsIn(listed, meaning, isOwn);
    const address = addressIn(cells.address, ctx.config.NODE_ENV);
    if (!address.ok) return { reason: { code: 'address', fault: address.fault } };
    const given = preferences(cells.preferences);
    if ('reason' in given) return given;
    const row = rowOf(ctx, address, given);
    return isOwn
      ? ownRow(ctx, options, cells, row)
      : foreignRow(ctx, options, cells, row, consents(cells.consent));
  };
}

/** Caches the results of `read`, because many rows have the same preferences or consent. */
function cached<T, R>(read: (value: T) => R): (value: T) => R {
  const results = new Map<string, R>();
  return (value) => {
    const key = JSON.stringify(value) ?? '';
    const known = results.get(key);
    if (known !== undefined) return known;
    const result = read(value);
    if (results.size < maximumCached) results.set(key, result);
    return result;
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

const addressMeaning: ColumnMeaning = { kind: 'address' };

/** Fields that all rows have. */
function rowOf(
  { keys }: Context,
  { email, key }: Address,
  { preferences, columns }: Given,
): Omit<ImportRow, 'line'> {
  return {
    email,
    email_key: key,
    email_hashes: addressHashes(keys, key),
    mailbox: null,
    target: 'pending',
    confirm: false,
    columns,
    preferences,
    consents: [],
    suppression: null,
    merged_into: null,
  };
}

/** A row whose address receives a confirmation email. */
function asked({ keys }: Context, row: ReturnType<typeof rowOf>) {
  const mailbox = mailboxHash(keys, row.email_key);
  return { ...row, confirm: true, mailbox };
}

function foreignRow(
  ctx: Context,
  options: Options,
  cells: Cells,
  row: ReturnType<typeof rowOf>,
  consent: ReturnType<typeof consentOf>,
): Staged {
  const { status, statusCell, dates } = cells;
  if (status === 'unknown') return { reason: { code: 'unknown-status', ...statusCell } };
  if (status === 'paused' || status === 'inactive' || status === 'deleted')
    return { reason: { code: 'listed-as', status, ...statusCell } };
  if (status === 'active' || status === 'pending')
    return mailedRow(ctx, options.consent, status, dates, row, consent);
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

/** A subscriber who may be mailed: active with a consent, otherwise asked to confirm. */
function mailedRow(
  ctx: Context,
  fallback: ConsentInput | undefined,
  status: 'active' | 'pending',
  dates: Cells['dates'],
  row: ReturnType<typeof rowOf>,
  consent: ReturnType<typeof consentOf>,
): Staged {
  if ('faults' in consent) return { reason: invalid(consent.faults) };
  // The consent for all rows does not apply to a subscriber who has not confirmed in that list.
  const found = consent.consent ?? (status === 'pending' ? undefined : fallback);
  if (found === undefined) return { row: asked(ctx, row) };
  const at = found.at ?? listDate(dates.consent ?? '', ctx.now()) ?? ctx.now().toISOString();
  row.target = 'active';
  row.consents = [{ source: found.source, at, note: found.note ?? null }];
  return { row };
}

/** A row of our own export: everything is restored as it was, and no one is mailed. */
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
