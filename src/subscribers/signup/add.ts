import { z } from 'zod';
import type { Context } from '../../context.ts';
import { wakeSenders } from '../../outbox/enqueue.ts';
import type { Progress } from '../../lib/progress.ts';
import { addStatement, previewStatement } from './add-statements.ts';
import type { Entry } from './entry.ts';

/** The result for one entry; `reason` says why it was refused. */
export type Added = { kind: 'added' | 'updated' | 'unchanged'; id: number } | { kind: 'refused'; reason: string };

/** Why an address may not be added, for programs. */
export const refusals = {
  erased: 'the owner of this address had it erased; only they can subscribe it again',
  suppressed: 'no mail goes to this address (bounced, complained or blocked)',
  unsubscribed: 'the owner of this address unsubscribed; only they can subscribe it again',
  bounced: 'mail to this address bounced for good',
  complained: 'the owner of this address complained about a mail',
} as const;

function isRefusal(what: string): what is keyof typeof refusals {
  return Object.hasOwn(refusals, what);
}

/**
 * Adds addresses by an operator: with consent on record they are active at once, without it pending, with one throttled
 * confirmation mail. Nobody who left, bounced, complained or was erased comes back this way. Answers in the order given.
 */
export function addSubscribers(ctx: Context, entries: Entry[], onProgress: Progress = () => {}): Promise<Added[]> {
  return inChunks(entries, onProgress, (chunk) =>
    ctx.db.sqlTransaction(async (tx) => {
      const outcomes = await tx.rows(outcome, addStatement(ctx, chunk));
      await wakeSenders(tx);
      return outcomes;
    }),
  );
}

/** What adding them would do now; the id of a new subscriber is 0. */
export function previewSubscribers(ctx: Context, entries: Entry[]): Promise<Added[]> {
  return inChunks(
    entries,
    () => {},
    (chunk) => ctx.db.rows(outcome, previewStatement(ctx, chunk)),
  );
}

const kind = z.enum(['added', 'updated', 'unchanged']);
const outcome = z.object({ key: z.string(), id: z.number().nullable(), outcome: z.string() });
type Outcome = z.output<typeof outcome>;

async function inChunks(
  entries: Entry[],
  onProgress: Progress,
  act: (chunk: Entry[]) => Promise<Outcome[]>,
): Promise<Added[]> {
  const unique = [...new Map(entries.map((entry) => [entry.address.key, entry])).values()];
  const outcomes = new Map<string, Added>();
  // In the order of their keys, so that two imports at once wait for each other and do not deadlock.
  const ordered = unique.toSorted((a, b) => (a.address.key < b.address.key ? -1 : 1));
  for (let start = 0; start < ordered.length; start += 1000) {
    onProgress(start, ordered.length);
    for (const row of await act(ordered.slice(start, start + 1000))) outcomes.set(row.key, toAdded(row));
  }
  return entries.map((entry) => outcomes.get(entry.address.key) ?? { kind: 'refused', reason: 'not written' });
}

function toAdded({ id, outcome: what }: Outcome): Added {
  return isRefusal(what) ? { kind: 'refused', reason: refusals[what] } : { kind: kind.parse(what), id: id ?? 0 };
}
