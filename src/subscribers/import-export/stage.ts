import type { Context } from '../../context.ts';
import { maximumListed } from '../../lib/import-report.ts';
import type { FileSource } from '../../lib/text/pieces.ts';
import { makeTurns } from '../../lib/turns.ts';
import { checkZone } from '../preferences/time-zones.ts';
import type { ConsentInput } from '../signup/entry.ts';
import { discardImport } from './discard.ts';
import { faultsOfProblem } from './faults.ts';
import { addressColumnOf, type ColumnMeaning, meaningOf } from './column-meanings.ts';
import { copyWriter } from './copy-writer.ts';
import { mailman, type Product, productOf } from './products.ts';
import type { Listed } from './list-reader.ts';
import { type List, openList, type SubscriberFormat } from './read-list.ts';
import type { Rejection } from './rejection.ts';
import { analyzedFrom, analyzeRows } from './sql.ts';
import { mayBeMailed, rejected, type Row, type Staged } from './import-row.ts';
import { rowReader } from './staged-row.ts';

/** How a list was interpreted. */
interface Reading {
  format: SubscriberFormat;
  /** The product that wrote the list; null if unknown. */
  product: string | null;
  columns: { name: string; means: ColumnMeaning['kind'] }[];
  /** Columns that are not read. */
  unread: string[];
}

/** A list in `subscriber_import_row`. */
export interface StagedList {
  id: number;
  reading: Reading;
  read: number;
  rejected: { line: number; reason: Rejection }[];
  rejectedCount: number;
  /** The last line that has a row. */
  lastLine: number;
}

interface Options {
  format?: SubscriberFormat | undefined;
  consent?: ConsentInput | undefined;
}

/**
 * Reads a list and stores its rows for the import. Meanwhile it holds no database lock, and the
 * event loop serves requests. If it fails, no row stays.
 * @throws Problem 422 if the text as a whole is not of this format
 */
export async function stageList(
  ctx: Context,
  source: FileSource,
  { format, consent }: Options,
): Promise<StagedList> {
  const list = await openList(source, format);
  const { id } = await ctx.db.prisma.subscriberImport.create({ data: { createdAt: ctx.now() } });
  const staged: StagedList = {
    id,
    reading: { format: list.format, product: null, columns: [], unread: [] },
    read: 0,
    rejected: [],
    rejectedCount: 0,
    lastLine: 0,
  };
  const copy = copyWriter(ctx.db, id);
  try {
    await stageRows(ctx, list, { staged, copy, consent });
    if (staged.read > analyzedFrom) await ctx.db.run(analyzeRows);
  } catch (error) {
    await copy.waitForCurrent();
    await discardImport(ctx, id);
    throw error;
  }
  return staged;
}

interface Staging {
  staged: StagedList;
  copy: ReturnType<typeof copyWriter>;
  consent: ConsentInput | undefined;
}

async function stageRows(
  ctx: Context,
  list: List,
  { staged, copy, consent }: Staging,
): Promise<void> {
  let read: ((row: Record<string, unknown>) => Staged) | undefined;
  const readerFor = (batch: Listed[]) =>
    (read ??= understand(ctx, list, columnsOf(list, batch), staged.reading, consent));
  const zones = zoneCheck(ctx);
  const turns = makeTurns();
  for await (const batch of list.batches) {
    for (const listed of batch) {
      const checked = zones(
        'row' in listed ? readerFor(batch)(listed.row) : { reason: listed.rejected },
      );
      const result = checked instanceof Promise ? await checked : checked;
      staged.read += 1;
      staged.lastLine = Math.max(staged.lastLine, listed.line);
      const isWritten = result.row !== undefined && copy.add(listed.line, result.row);
      if (!isWritten || 'reason' in result) reject(staged, listed.line, reasonOf(result));
      if (turns.areDue()) await turns.next();
    }
    if (copy.isFull()) await copy.send();
  }
  await copy.end();
}

function reject(staged: StagedList, line: number, reason: Rejection): void {
  staged.rejectedCount += 1;
  if (staged.rejected.length < maximumListed) staged.rejected.push({ line, reason });
}

/** The columns of a list. Those of JSON are the fields of the first rows that can be read. */
function columnsOf({ columns }: List, batch: Listed[]): readonly string[] {
  if (columns.length > 0) return columns;
  return [...new Set(batch.flatMap((listed) => ('row' in listed ? Object.keys(listed.row) : [])))];
}

/** Detects the product from the columns. */
function understand(
  ctx: Context,
  list: List,
  columns: readonly string[],
  reading: Reading,
  consent: ConsentInput | undefined,
): (row: Record<string, unknown>) => Staged {
  const product = list.hasHeader ? productOf(columns) : list.hasNames ? mailman : undefined;
  const addressColumn = productAddress(columns, product) ?? addressColumnOf(columns);
  reading.product = product?.name ?? null;
  for (const name of columns) {
    const meaning: ColumnMeaning | undefined =
      name === addressColumn ? { kind: 'address' } : meaningOf(name, product);
    if (meaning === undefined || (meaning.kind === 'address' && name !== addressColumn))
      reading.unread.push(name);
    else reading.columns.push({ name, means: meaning.kind });
  }
  const read = rowReader(ctx, { product, addressColumn, consent });
  if (list.format === 'csv') return read;
  // A missing field says as little as an empty cell.
  const statuses = reading.columns.filter(({ means }) => means === 'status');
  const missing = Object.fromEntries(statuses.map(({ name }) => [name, '']));
  return (row) => read({ ...missing, ...row });
}

function productAddress(columns: readonly string[], product: Product | undefined) {
  return columns.find((name) => meaningOf(name, product)?.kind === 'address');
}

/** Rejects a row with a time zone that Postgres does not know. Each zone is checked once. */
function zoneCheck(ctx: Context): (staged: Staged) => Promise<Staged> | Staged {
  const known = new Map<string, Rejection | null>();
  return (staged) => {
    const zone = staged.row?.columns['timezone'];
    if (staged.row === undefined || typeof zone !== 'string') return staged;
    const { row } = staged;
    const found = known.get(zone);
    if (found === null) return staged;
    if (found !== undefined) return unknownZone(row, found);
    return checkZone(ctx.db, zone).then(
      () => {
        known.set(zone, null);
        return staged;
      },
      (error: unknown) => {
        const reason = faultsOfProblem(error);
        known.set(zone, reason);
        return unknownZone(row, reason);
      },
    );
  };
}

/** A subscriber who left is stored even if the time zone is unknown. */
function unknownZone(row: Row, reason: Rejection): Staged {
  if (mayBeMailed(row.target)) return rejected(reason, row.target, row);
  return { row: { ...row, columns: { ...row.columns, timezone: null } } };
}

/** Postgres cannot store NUL or half a surrogate pair. */
function reasonOf(result: Staged): Rejection {
  if ('reason' in result) return result.reason;
  return { code: 'unreadable', detail: 'a character that cannot be stored' };
}
