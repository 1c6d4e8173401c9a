import { z } from 'zod';
import type { Context } from '../../context.ts';
import { exactly, type Fault, faultsOf, Problem } from '../../lib/errors/problem.ts';
import type { Progress } from '../../lib/progress.ts';
import { addSubscribers, type Added, previewSubscribers } from '../signup/add.ts';
import { type AddressFault, parseAddress } from '../address.ts';
import { checkConsent, consentInput, type ConsentInput, type Entry } from '../signup/entry.ts';
import { readList, type SubscriberFormat } from './list-formats.ts';
import { readListStatus } from './list-status.ts';
import type { Rejection, SubscriberImport } from './rejection.ts';
import { preferenceInput } from '../preferences/definitions.ts';
import { checkZone } from '../preferences/time-zones.ts';

const address = z.string().transform((text, ctx) => {
  const parsed = parseAddress(text);
  if (parsed.ok) return parsed;
  ctx.addIssue({ code: 'custom', message: parsed.reason });
  return z.NEVER;
});

const entryFields = preferenceInput.extend({ email: address, consent: consentInput.optional() });

function toEntry({ email, consent, ...preferences }: z.output<typeof entryFields>): Entry {
  return { address: email, preferences, consent };
}

/** One subscriber to add: an address, preferences, and optionally a recorded consent. */
export const entryInput = exactly(entryFields).transform(toEntry);

/** A row of a file; columns with other names are ignored. */
const rowInput = entryFields.transform(toEntry);

interface ImportOptions {
  format: SubscriberFormat;
  /** For rows without their own. */
  consent?: ConsentInput | undefined;
}

/**
 * Imports subscribers. A bad row is reported by line and the rest is imported; a second import
 * changes nothing.
 * @throws Problem 422 when the text as a whole is not of this format
 */
export async function importSubscribers(
  ctx: Context,
  body: string,
  options: ImportOptions,
  onProgress: Progress = () => {},
): Promise<SubscriberImport> {
  const rows = await readRows(ctx, body, options);
  return reportOf(rows, await addSubscribers(ctx, entriesOf(rows), onProgress));
}

/**
 * What this import would do now, and how many addresses it would ask to confirm. Changes nothing.
 */
export async function previewImport(
  ctx: Context,
  body: string,
  options: ImportOptions,
): Promise<SubscriberImport & { asked: number }> {
  const rows = await readRows(ctx, body, options);
  const entries = entriesOf(rows);
  const results = await previewSubscribers(ctx, entries);
  const asked = new Set(
    entries.flatMap(({ address: { key }, consent }, index) => {
      const kind = results[index]?.kind;
      return consent === undefined && (kind === 'added' || kind === 'updated') ? [key] : [];
    }),
  );
  return { ...reportOf(rows, results), asked: asked.size };
}

/** `left`: the key of an address whose status in this list forbids mail. */
type ParsedRow = { entry: Entry } | { reason: Rejection; left?: string | undefined };
type Row = { line: number } & ParsedRow;

async function readRows(
  ctx: Context,
  body: string,
  { format, consent }: ImportOptions,
): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const listed of readList(body, format)) {
    const { line } = listed;
    if ('rejected' in listed) rows.push({ line, reason: listed.rejected });
    else rows.push({ line, ...(await parseEntry(ctx, listed.value, consent)) });
  }
  return withoutThoseWhoLeft(rows);
}

/**
 * An address that is in the list twice, once as unsubscribed, is not added: lists have one row per
 * subscription.
 */
function withoutThoseWhoLeft(rows: Row[]): Row[] {
  const leftAt = new Map(
    rows.flatMap((row) => ('left' in row && row.left !== undefined ? [[row.left, row.line]] : [])),
  );
  return rows.map((row) => {
    const line = 'entry' in row ? leftAt.get(row.entry.address.key) : undefined;
    return line === undefined
      ? row
      : { line: row.line, reason: { code: 'listed-elsewhere', line } };
  });
}

function addressFaultOf(value: unknown): AddressFault | undefined {
  const { data } = z.object({ email: z.string() }).safeParse(value);
  const parsed = data === undefined ? undefined : parseAddress(data.email);
  return parsed === undefined || parsed.ok ? undefined : parsed.fault;
}

function invalid(faults: Fault[]): Rejection {
  return {
    code: 'invalid',
    faults: faults.map(({ path, message }) => ({ field: path, expected: message })),
  };
}

function addressKeyOf(value: unknown): string | undefined {
  return z.object({ email: address }).safeParse(value).data?.email.key;
}

function entriesOf(rows: Row[]): Entry[] {
  return rows.flatMap((row) => ('entry' in row ? [row.entry] : []));
}

function reportOf(rows: Row[], results: Added[]): SubscriberImport {
  const report: SubscriberImport = {
    read: rows.length,
    added: 0,
    updated: 0,
    unchanged: 0,
    rejected: [],
  };
  const seen = new Set<string>();
  const remaining = results[Symbol.iterator]();
  for (const row of rows) {
    if ('reason' in row) {
      report.rejected.push({ line: row.line, reason: row.reason });
      continue;
    }
    const result = remaining.next().value;
    if (result === undefined) throw new Error('a row without an outcome');
    const { key } = row.entry.address;
    if (result.kind === 'refused')
      report.rejected.push({ line: row.line, reason: { code: result.reason } });
    else if (seen.has(key)) report.unchanged += 1;
    else report[result.kind] += 1;
    seen.add(key);
  }
  return report;
}

const knownZones = new Set<string>();

async function parseEntry(
  ctx: Context,
  value: unknown,
  consent: ConsentInput | undefined,
): Promise<ParsedRow> {
  const status = readListStatus(value);
  if (status.kind === 'refused') return { reason: status.reason, left: addressKeyOf(value) };
  const fault = addressFaultOf(value);
  if (fault !== undefined) return { reason: { code: 'address', fault } };
  const parsed = rowInput.safeParse(value);
  if (!parsed.success) return { reason: invalid(faultsOf(parsed.error)) };
  const zone = parsed.data.preferences.timezone;
  try {
    if (zone && !knownZones.has(zone)) {
      await checkZone(ctx.db, zone);
      knownZones.add(zone);
    }
    checkConsent(ctx, parsed.data.consent);
    // Somebody who has not confirmed there agreed to nothing, so the consent for all rows is not
    // theirs.
    const fallback = status.kind === 'pending' ? undefined : consent;
    return { entry: { ...parsed.data, consent: parsed.data.consent ?? fallback } };
  } catch (error) {
    if (error instanceof Problem) return { reason: invalid(error.errors) };
    throw error;
  }
}
