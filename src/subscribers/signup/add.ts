import { z } from 'zod';
import type { Context } from '../../context.ts';
import { addressHashes } from '../../journal/entry.ts';
import { wakeSenders } from '../../outbox/enqueue.ts';
import { givenColumns } from '../preferences/definitions.ts';
import {
  type AddSource,
  addStatement,
  type ImportRow,
  planByIndexes,
  previewStatement,
} from '../sql/add.ts';
import type { Entry } from './entry.ts';
import { mailboxHash } from './mailbox.ts';

/**
 * Why an address is not added: the status of its subscriber, or a suppression. `moved`: it is the
 * earlier address of a subscriber who changed it.
 */
export const refusalCodes = [
  'erased',
  'moved',
  'suppressed',
  'unsubscribed',
  'bounced',
  'complained',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

const addedKind = z.enum(['added', 'updated', 'unchanged']);
const refusalCode = z.enum(refusalCodes);

/**
 * The result for a group of rows. `stored`: the subscriber unsubscribed in that list, which is
 * stored here. `here`: subscribed here and unchanged. `departed`: was subscribed here until now.
 */
const resultCount = z.object({
  result: z.union([addedKind, refusalCode, z.enum(['stored', 'here', 'departed'])]),
  target: z.string(),
  confirm: z.boolean(),
  count: z.number(),
  /** One of the subscribers. */
  id: z.number().nullable(),
  /** The first lines, for results that a report lists by line. */
  lines: z.array(z.int()),
});
export type ResultCount = z.output<typeof resultCount>;

/** The result for one entry. */
export type Added =
  | { kind: z.output<typeof addedKind>; id: number }
  | { kind: 'refused'; reason: RefusalCode };

/**
 * Adds an address for an operator. With a recorded consent it is active immediately. Without one it
 * is pending and receives one throttled confirmation message. Subscribers who unsubscribed,
 * bounced, complained, changed their address or were erased are not added again.
 */
export async function addSubscriber(ctx: Context, entry: Entry): Promise<Added> {
  const [result] = await addRows(ctx, { rows: [rowOf(ctx, entry)] });
  if (result === undefined) throw new Error('the entry has no result');
  const refused = refusalCode.safeParse(result.result);
  if (refused.success) return { kind: 'refused', reason: refused.data };
  return { kind: addedKind.parse(result.result), id: result.id ?? 0 };
}

/** Adds rows in one transaction. */
export function addRows(
  ctx: Context,
  source: AddSource,
  changeActive = false,
): Promise<ResultCount[]> {
  return ctx.db.sqlTransaction(async (tx) => {
    await tx.run(planByIndexes);
    const results = await tx.rows(resultCount, addStatement(source, changeActive, ctx.now()));
    if (results.some(({ confirm }) => confirm)) await wakeSenders(tx);
    return results;
  });
}

/** Returns what adding the rows would do now. */
export function previewRows(
  ctx: Context,
  source: AddSource,
  changeActive = false,
): Promise<ResultCount[]> {
  return ctx.db.rows(resultCount, previewStatement(source, changeActive));
}

function rowOf({ keys, now }: Context, { address, preferences, consent }: Entry): ImportRow {
  return {
    line: 1,
    email: address.email,
    email_key: address.key,
    email_hashes: addressHashes(keys, address.key),
    mailbox: consent === undefined ? mailboxHash(keys, address.key) : null,
    target: consent === undefined ? 'pending' : 'active',
    confirm: consent === undefined,
    columns: givenColumns(preferences),
    preferences,
    consents: consent === undefined ? [] : [{ ...consent, at: consent.at ?? now().toISOString() }],
    suppression: null,
    merged_into: null,
  };
}
