import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/client.ts';
import { sql, type Sql } from '../../db/sql.ts';
import { isSuppressed } from '../../suppressions/sql.ts';
import { wakeSenders } from '../../outbox/enqueue.ts';
import { enqueueTransactional } from '../../outbox/sql/enqueue.ts';
import type { ParsedAddress } from '../address.ts';
import { clientHash } from '../signup/client-hash.ts';
import { readToken } from '../tokens.ts';

/**
 * Asks both mailboxes whether the digest may move to another address. Whatever the new address is, nothing here tells (no
 * enumeration): the claim drops mails to suppressed ones, and who names the address the reader has gets as far, without a
 * mail. At most once in 10 minutes per reader and per new address: who asks sooner is answered the same.
 */
export async function askToChangeAddress(
  ctx: Context,
  subscriberId: number,
  { email, key }: Extract<ParsedAddress, { ok: true }>,
): Promise<void> {
  await ctx.db.sqlTransaction(async (tx) => {
    await tx.run(sql`select from subscriber where id = ${subscriberId} for update`);
    // Two readers who name the same new address at once take turns.
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`address-change ${key}`}, 0))`);
    await tx.run(sql`with change as (
        insert into address_change (subscriber_id, email, email_key)
        select id, ${email}, ${key} from subscriber
        where id = ${subscriberId} and status in ('active', 'paused') and not exists (
          select from address_change where (subscriber_id = ${subscriberId} or address_change.email_key = ${key})
            and created_at > clock_timestamp() - interval '10 minutes')
        returning id
      ), asked as (
        select change.id from change, subscriber
        where subscriber.id = ${subscriberId} and subscriber.email_key <> ${key}
      ), orders as (
        select 'address-confirm' as kind, null::int as reader, ${email} as address from asked
        union all select 'address-notice', ${subscriberId}::int, null from asked
      )
      ${enqueueTransactional(sql`select kind, reader, address, jsonb_build_object('changeId', asked.id)
        from orders, asked order by kind`)}`);
    await wakeSenders(tx);
  });
}

/**
 * `open`: this mailbox has not said yes. `waiting`: it has, the other has not. `done`: the address is changed. `taken`: both
 * said yes, but the new address has a subscription of its own. `gone`: too old, overtaken by a newer one, or the reader left.
 */
export type AddressChangeState = 'open' | 'waiting' | 'done' | 'taken' | 'gone' | 'unknown';

const found = z.object({
  id: z.number(),
  subscriberId: z.number(),
  email: z.string(),
  emailKey: z.string(),
  /** Of the address that the reader has. */
  oldKey: z.string(),
  language: z.string().nullable(),
  oldYes: z.boolean(),
  newYes: z.boolean(),
  done: z.boolean(),
  live: z.boolean(),
  taken: z.boolean(),
});
type Found = z.output<typeof found>;

interface Link {
  id: number;
  side: 'old' | 'new';
}

function readLink(ctx: Context, token: string): Link | undefined {
  const forNew = readToken(ctx.keys, 'address', token);
  if (forNew !== undefined) return { id: forNew, side: 'new' };
  const forOld = readToken(ctx.keys, 'address-old', token);
  return forOld === undefined ? undefined : { id: forOld, side: 'old' };
}

/** What a link of a change of address would do, and the reader's language; changes nothing. */
export async function readAddressChange(
  ctx: Context,
  token: string,
): Promise<{ state: AddressChangeState; language: string | null }> {
  const link = readLink(ctx, token);
  if (link === undefined) return { state: 'unknown', language: null };
  const change = await ctx.db.row(found, find(link.id));
  return { state: stateOf(link, change), language: change?.language ?? null };
}

/** One mailbox says yes; the second yes changes the address, with a consent on record. */
export async function confirmAddressChange(
  ctx: Context,
  token: string,
  ip: string | undefined,
): Promise<AddressChangeState> {
  const link = readLink(ctx, token);
  if (link === undefined) return 'unknown';
  try {
    return await ctx.db.sqlTransaction(async (tx) => {
      // Locked first and read in a statement of its own: presses at both mailboxes at once see each other.
      await tx.run(sql`select from subscriber
        where id = (select subscriber_id from address_change where id = ${link.id}) for update`);
      const change = await tx.row(found, find(link.id));
      const state = stateOf(link, change);
      if (state !== 'open' || change === undefined) return state;
      const column = link.side === 'new' ? sql`new_confirmed_at` : sql`old_confirmed_at`;
      await tx.run(sql`update address_change set ${column} = clock_timestamp() where id = ${link.id}`);
      const agreed = link.side === 'new' ? change.oldYes : change.newYes;
      if (!agreed) return 'waiting';
      if (change.taken) return 'taken';
      await moveTo(ctx, tx, change, ip);
      return 'done';
    });
  } catch (error) {
    // Somebody else became a reader at the new address in this very moment.
    if (error instanceof Error && 'code' in error && error.code === '23505') return 'taken';
    throw error;
  }
}

async function moveTo(ctx: Context, tx: Queryable, change: Found, ip: string | undefined): Promise<void> {
  const { id, subscriberId, email, emailKey, oldKey } = change;
  // An address that was typed once and never confirmed is nobody's: it makes room.
  await tx.run(sql`delete from subscriber where email_key = ${emailKey} and status = 'pending'`);
  await tx.run(sql`update subscriber set email = ${email}, email_key = ${emailKey},
    old_hashes = array_append(old_hashes, ${ctx.keys.mac('erasure', oldKey)}) where id = ${subscriberId}`);
  await tx.run(sql`update address_change set done_at = clock_timestamp() where id = ${id}`);
  await tx.run(sql`insert into consent (subscriber_id, source, at, page, client_hash, note)
    values (${subscriberId}, 'web', ${ctx.now()}, '/address', ${clientHash(ctx.keys, ip)}, 'address changed, confirmed at both')`);
  await tx.run(sql`delete from erasure where email_hash = any(${ctx.keys.every('erasure', emailKey)}::text[])`);
}

function stateOf({ side }: Link, change: Found | undefined): AddressChangeState {
  if (change === undefined || !change.live) return 'gone';
  if (change.done) return 'done';
  if (!(side === 'new' ? change.newYes : change.oldYes)) return 'open';
  return change.oldYes && change.newYes ? 'taken' : 'waiting';
}

function find(id: number): Sql {
  return sql`select change.id, subscriber_id as "subscriberId", change.email, change.email_key as "emailKey", subscriber.email_key as "oldKey", language,
      old_confirmed_at is not null as "oldYes", new_confirmed_at is not null as "newYes", done_at is not null as done,
      (status in ('active', 'paused') and change.created_at > clock_timestamp() - interval '7 days'
        and not exists (select from address_change newer where newer.subscriber_id = change.subscriber_id
          and newer.id > change.id)
        and not ${isSuppressed(sql`change.email_key`)}) as live,
      exists (select from subscriber other where other.email_key = change.email_key and other.id <> subscriber_id
        and other.status <> 'pending') as taken
    from address_change change join subscriber on subscriber.id = subscriber_id where change.id = ${id}`;
}

/** Forgets changes of address, and the mails of the outbox that went to an address which is no subscriber's. */
export async function forgetAddressChanges(db: Queryable, which: Sql): Promise<void> {
  await db.run(sql`with gone as (delete from address_change where ${which} returning id, email)
    delete from transactional_email using gone where kind = 'address-confirm' and address = gone.email
      and (data ->> 'changeId')::int = gone.id`);
}
