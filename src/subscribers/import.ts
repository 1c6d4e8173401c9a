import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Context } from '../context.ts';
import type { ImportReport } from '../import-report.ts';
import { exactly, faultsIn, Problem } from '../problem.ts';
import type { Progress } from '../progress.ts';
import { addSubscribers, checkConsent, consentInput, type ConsentInput, type Entry } from './add.ts';
import { parseAddress } from './address.ts';
import { preferenceInput } from './preference-input.ts';
import { subscriberStatus } from './subscriber.ts';
import { checkZone } from './zone.ts';

export const subscriberFormat = z.enum(['csv', 'json', 'ndjson'], 'csv, json or ndjson');
export type SubscriberFormat = z.output<typeof subscriberFormat>;

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

/** One reader to add: an address, preferences, and perhaps a recorded consent. */
export const entryInput = exactly(entryFields).transform(toEntry);

/** A row of a file, which may have columns that are nothing to us. */
const rowInput = entryFields.transform(toEntry);

/** What another list, such as an export of ours, says about its reader. */
const listed = z.object({ status: z.string().toLowerCase().pipe(subscriberStatus).catch('active') });

/** Who may not be mailed there is not mailed from here on. */
const closed: Partial<Record<z.output<typeof subscriberStatus>, string>> = {
  paused: 'this list has them as paused; without that status they start again at once',
  unsubscribed: 'this list has them as unsubscribed; only they can subscribe again',
  bounced: 'this list has them as bounced: mail to this address does not arrive',
  complained: 'this list has them as complained: they do not want this mail',
};

/** Columns whose names are written otherwise in a CSV, which has no capitals and no fields in fields. */
const csvRow = z
  .object({
    topics_only: z.string(),
    tell_empty: z.string(),
    consent_source: z.string(),
    consent_at: z.string(),
    consent_note: z.string(),
  })
  .partial()
  .loose()
  .transform(
    ({ topics_only: topicsOnly, tell_empty: tellEmpty, consent_source, consent_at, consent_note, ...columns }) => {
      const given = Object.entries({ ...columns, topicsOnly, tellEmpty }).filter(
        ([, value]) => value !== undefined && value !== '',
      );
      const consent = { source: consent_source, at: consent_at || null, note: consent_note || null };
      return { ...Object.fromEntries(given), ...(consent_source ? { consent } : {}) };
    },
  );

/**
 * Imports readers. A bad row is reported by line, the rest goes in; a second import changes nothing.
 * @param consent for rows that bring none
 * @throws Problem 422 when the text as a whole is not of this format
 */
export async function importSubscribers(
  ctx: Context,
  body: string,
  { format, consent }: { format: SubscriberFormat; consent?: ConsentInput | undefined },
  onProgress: Progress = () => {},
): Promise<ImportReport> {
  const report: ImportReport = { read: 0, added: 0, updated: 0, unchanged: 0, rejected: [] };
  const good: { line: number; entry: Entry }[] = [];
  for (const { line, value } of read(body, format)) {
    report.read += 1;
    const parsed = await parseEntry(ctx, value, consent);
    if ('entry' in parsed) good.push({ line, entry: parsed.entry });
    else report.rejected.push({ line, reason: parsed.reason });
  }
  const outcomes = await addSubscribers(
    ctx,
    good.map(({ entry }) => entry),
    onProgress,
  );
  const seen = new Set<string>();
  outcomes.forEach((outcome, index) => {
    const row = good[index];
    if (row === undefined) return;
    if (outcome.kind === 'refused') report.rejected.push({ line: row.line, reason: outcome.reason });
    else if (seen.has(row.entry.address.key)) report.unchanged += 1;
    else report[outcome.kind] += 1;
    seen.add(row.entry.address.key);
  });
  report.rejected.sort((a, b) => a.line - b.line);
  return report;
}

const knownZones = new Set<string>();

async function parseEntry(
  ctx: Context,
  value: unknown,
  consent: ConsentInput | undefined,
): Promise<{ entry: Entry } | { reason: string }> {
  if (value instanceof Error) return { reason: value.message };
  const parsed = rowInput.safeParse(value);
  if (!parsed.success) return { reason: faultsIn(parsed.error) };
  const { status } = listed.parse(value);
  const reason = closed[status];
  if (reason !== undefined) return { reason };
  const zone = parsed.data.preferences.timezone;
  try {
    if (zone && !knownZones.has(zone)) {
      await checkZone(ctx.db, zone);
      knownZones.add(zone);
    }
    checkConsent(ctx, parsed.data.consent);
    // Who has not confirmed there agreed to nothing: a consent for all rows is none of theirs.
    return { entry: { ...parsed.data, consent: parsed.data.consent ?? (status === 'pending' ? undefined : consent) } };
  } catch (error) {
    if (error instanceof Problem) return { reason: error.detail };
    throw error;
  }
}

function read(body: string, format: SubscriberFormat): { line: number; value: unknown }[] {
  if (format === 'csv') return readCsv(body);
  if (format === 'ndjson') {
    return body
      .split(/\r?\n/)
      .flatMap((text, index) => (text.trim() === '' ? [] : [{ line: index + 1, value: parseJson(text) }]));
  }
  const parsed = z.union([z.array(z.unknown()), z.object({ items: z.array(z.unknown()) })]).safeParse(parseJson(body));
  if (!parsed.success)
    throw new Problem(422, 'Not JSON', 'A JSON array of subscribers was expected, or {"items": […]}.');
  const items = Array.isArray(parsed.data) ? parsed.data : parsed.data.items;
  return items.map((value, index) => ({ line: index + 1, value }));
}

function readCsv(body: string): { line: number; value: unknown }[] {
  try {
    const rows = z.array(z.object({ record: csvRow, info: z.object({ lines: z.number() }) })).parse(
      parse(body, {
        columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
        bom: true,
        info: true,
        skip_empty_lines: true,
        relax_column_count: true,
        trim: true,
      }),
    );
    if (rows.every(({ record }) => !('email' in record))) {
      throw new Problem(
        422,
        'Not a list of subscribers',
        'A CSV file with a column "email" in its first line was expected.',
      );
    }
    return rows.map(({ record, info }) => ({ line: info.lines, value: record }));
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(422, 'Not CSV', `The file is not CSV: ${error instanceof Error ? error.message : 'unreadable'}.`);
  }
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return value;
  } catch (error) {
    return error;
  }
}
