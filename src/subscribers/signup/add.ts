import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { Progress } from '../../lib/progress.ts';
import { wakeSenders } from '../../outbox/enqueue.ts';
import { initialColumns } from '../preferences/definitions.ts';
import { addStatement, type EntryRow, previewStatement } from '../sql/add.ts';
import type { Entry } from './entry.ts';
import { mailboxHash } from './mailbox.ts';

/** Why an address is not added: what became of its subscriber, or that it is suppressed. */
export const refusalCodes = [
  'erased',
  'suppressed',
  'unsubscribed',
  'bounced',
  'complained',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

const addedKind = z.enum(['added', 'updated', 'unchanged']);
const refusalCode = z.enum(refusalCodes);

/** The result for one entry. */
export type Added =
  | { kind: z.output<typeof addedKind>; id: number }
  | { kind: 'refused'; reason: RefusalCode };

/**
 * Adds addresses for an operator: with a consent on record they are active at once, without it
 * pending, with one throttled confirmation mail. Subscribers who left, bounced, complained or were
 * erased do not come back this way. The results have the order of the entries.
 */
export function addSubscribers(
  ctx: Context,
  entries: Entry[],
  onProgress: Progress = () => {},
): Promise<Added[]> {
  return inChunks(ctx, entries, onProgress, (rows) =>
    ctx.db.sqlTransaction(async (tx) => {
      const results = await tx.rows(result, addStatement(rows, ctx.now()));
      await wakeSenders(tx);
      return results;
    }),
  );
}

/** What adding them would do now; the id of a new subscriber is 0. */
export function previewSubscribers(ctx: Context, entries: Entry[]): Promise<Added[]> {
  const onProgress = () => {};
  return inChunks(ctx, entries, onProgress, (rows) => ctx.db.rows(result, previewStatement(rows)));
}

const result = z.object({
  key: z.string(),
  id: z.number().nullable(),
  result: z.union([addedKind, refusalCode]),
});
type Result = z.output<typeof result>;

async function inChunks(
  ctx: Context,
  entries: Entry[],
  onProgress: Progress,
  act: (rows: EntryRow[]) => Promise<Result[]>,
): Promise<Added[]> {
  const unique = [...new Map(entries.map((entry) => [entry.address.key, entry])).values()];
  const results = new Map<string, Added>();
  // In the order of their keys, so that two imports at once wait for each other and do not
  // deadlock.
  const ordered = unique.toSorted((a, b) => (a.address.key < b.address.key ? -1 : 1));
  for (let start = 0; start < ordered.length; start += 1000) {
    onProgress(start, ordered.length);
    const rows = ordered.slice(start, start + 1000).map((entry) => rowOf(ctx, entry));
    for (const row of await act(rows)) results.set(row.key, toAdded(row));
  }
  return entries.map((entry) => {
    const added = results.get(entry.address.key);
    if (added === undefined) throw new Error('an entry without a result');
    return added;
  });
}

function rowOf({ keys, now }: Context, { address, preferences, consent }: Entry): EntryRow {
  return {
    email: address.email,
    key: address.key,
    hashes: keys.every('erasure', address.key),
    mailbox: mailboxHash(keys, address.key),
    preferences,
    columns: initialColumns(preferences),
    consent_source: consent?.source ?? null,
    consent_at: consent?.at ?? now(),
    consent_note: consent?.note ?? null,
  };
}

function toAdded({ id, result }: Result): Added {
  const refused = refusalCode.safeParse(result);
  if (refused.success) return { kind: 'refused', reason: refused.data };
  return { kind: addedKind.parse(result), id: id ?? 0 };
}
