import { z } from 'zod';
import type { Context } from '../../context.ts';
import { sql } from '../../db/sql.ts';
import { isSuppressed } from '../../suppressions/sql.ts';
import { enqueueMail } from '../../outbox/enqueue.ts';
import { clientHash } from './client-hash.ts';
import { preferenceInput } from '../preferences/preference-input.ts';
import { applyPreferences } from '../preferences/preferences.ts';
import { readToken } from '../tokens.ts';

/** `gone`: expired, or used by one who has left since. `unknown`: we made no such token. */
type ConfirmState = 'open' | 'confirmed' | 'already' | 'gone' | 'unknown';

/** What a confirm link would do or did, and the language that its reader asked in. */
export interface ConfirmOutcome {
  state: ConfirmState;
  language: string | null;
}

const unknown: ConfirmOutcome = { state: 'unknown', language: null };

const request = z.object({
  subscriberId: z.number(),
  emailKey: z.string(),
  status: z.string(),
  language: z.string().nullable(),
  usedAt: z.date().nullable(),
  stale: z.boolean(),
  preferences: z.unknown(),
  page: z.string().nullable(),
});
type Request = z.output<typeof request>;

/** What a confirm link would do; changes nothing. */
export async function readConfirmation(ctx: Context, token: string): Promise<ConfirmOutcome> {
  const id = readToken(ctx.keys, 'confirm', token);
  if (id === undefined) return unknown;
  const found = await ctx.db.row(request, find(id));
  return { state: stateOf(found), language: found?.language ?? null };
}

/** Makes the reader active, with the consent on record and the preferences that came with the subscribe. */
export async function confirm(ctx: Context, token: string, ip: string | undefined): Promise<ConfirmOutcome> {
  const id = readToken(ctx.keys, 'confirm', token);
  if (id === undefined) return unknown;
  return ctx.db.sqlTransaction(async (tx) => {
    const found = await tx.row(request, sql`${find(id)} for update of subscriber`);
    const state = stateOf(found);
    if (state !== 'open' || found === undefined) return { state, language: found?.language ?? null };
    await tx.run(sql`update confirmation set used_at = clock_timestamp() where id = ${id}`);
    await tx.run(sql`update subscriber set status = 'active', active_since = ${ctx.now()}, unsubscribed_at = null,
      unsubscribe_reason = null, return_until = null, paused_until = null where id = ${found.subscriberId}`);
    await applyPreferences(tx, found.subscriberId, preferenceInput.parse(found.preferences ?? {}), ctx.now());
    await tx.run(sql`insert into consent (subscriber_id, source, at, page, client_hash)
      values (${found.subscriberId}, 'web', ${ctx.now()}, ${found.page}, ${clientHash(ctx.keys, ip)})`);
    await tx.run(sql`delete from erasure where email_hash = any(${ctx.keys.every('erasure', found.emailKey)}::text[])`);
    await enqueueMail(tx, { kind: 'welcome', subscriberId: found.subscriberId, hours: 24 });
    return { state: 'confirmed', language: found.language };
  });
}

function stateOf(found: Request | undefined): ConfirmState {
  if (found === undefined) return 'gone';
  if (found.status === 'active' || found.status === 'paused')
    return found.stale && found.usedAt === null ? 'gone' : 'already';
  const mayConfirm = found.status === 'pending' || found.status === 'unsubscribed';
  return mayConfirm && !found.stale && found.usedAt === null ? 'open' : 'gone';
}

/** `stale`: older than 7 days, older than the reader's leaving, or to an address that was suppressed since. */
function find(id: number) {
  return sql`select subscriber.id as "subscriberId", email_key as "emailKey", status, language, used_at as "usedAt", preferences, page,
      (confirmation.created_at < clock_timestamp() - interval '7 days'
        or coalesce(confirmation.created_at < unsubscribed_at, false)
        or ${isSuppressed(sql`subscriber.email_key`)}) as stale
    from confirmation join subscriber on subscriber.id = subscriber_id where confirmation.id = ${id}`;
}
