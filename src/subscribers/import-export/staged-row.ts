import type { Context } from '../../context.ts';
import { faultsOf } from '../../lib/errors/problem.ts';
import { givenColumns, preferenceInput } from '../preferences/definitions.ts';
import type { ConsentInput } from '../signup/entry.ts';
import { addressIn } from './address-in.ts';
import { type Cells, cellsIn } from './cells.ts';
import { type ColumnMeaning, meaningOf } from './column-meanings.ts';
import { consentOf } from './consent-cells.ts';
import { invalid } from './faults.ts';
import {
  type Address,
  asked,
  type Given,
  mayBeMailed,
  nothingGiven,
  rejected,
  type Row,
  rowOf,
  type Staged,
} from './import-row.ts';
import { listDate } from './list-date.ts';
import type { ListRow } from './list-reader.ts';
import { ownRow } from './own-row.ts';
import { ownName, type Product } from './products.ts';
import type { Rejection } from './rejection.ts';

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

  function readRow(cells: Cells, address: Address): Staged {
    const given = preferences(cells.preferences);
    const isInvalid = 'reason' in given;
    if (isInvalid && mayBeMailed(isOwn ? cells.own['status'] : cells.status)) return given;
    // An invalid preference does not matter for a subscriber who left.
    const row = rowOf(ctx, address, isInvalid ? nothingGiven : given);
    return isOwn
      ? ownRow(ctx, options.consent, cells.own, row)
      : foreignRow(ctx, options, cells, row, consents(cells.consent));
  }

  return (listed) => {
    const cells = cellsIn(listed, meaning, isOwn);
    const address = addressIn(cells.address, ctx.config.NODE_ENV);
    if (!address.ok) return { reason: { code: 'address', fault: address.fault } };
    const staged = readRow(cells, address);
    if (!('reason' in staged)) return staged;
    const status = isOwn ? cells.own['status'] : cells.status;
    return rejected(staged.reason, status, rowOf(ctx, address, nothingGiven));
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

function readPreferences(given: Record<string, unknown>): Given | { reason: Rejection } {
  const parsed = preferenceInput.safeParse(given);
  return parsed.success
    ? { preferences: parsed.data, columns: givenColumns(parsed.data) }
    : { reason: invalid(faultsOf(parsed.error)) };
}

const addressMeaning: ColumnMeaning = { kind: 'address' };

function foreignRow(
  ctx: Context,
  options: Options,
  cells: Cells,
  row: Row,
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
  row: Row,
  consent: ReturnType<typeof consentOf>,
): Staged {
  if ('faults' in consent) return { reason: invalid(consent.faults) };
  // Lists also state where subscribers who never confirmed signed up.
  const found = status === 'pending' ? undefined : (consent.consent ?? fallback);
  if (found === undefined) return { row: asked(ctx, row) };
  const at = found.at ?? listDate(dates.consent ?? '', ctx.now()) ?? ctx.now().toISOString();
  row.target = 'active';
  row.consents = [{ source: found.source, at, note: found.note ?? null }];
  return { row };
}
