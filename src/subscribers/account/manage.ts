import { z } from 'zod';
import type { Context } from '../../context.ts';
import { sql } from '../../db/sql.ts';
import { enqueueMail } from '../../outbox/enqueue.ts';
import { readToken } from '../tokens.ts';

/** Mails a fresh link to export and erase, at most once in 10 minutes: a digest gets forwarded, and its links with it. */
export async function askToManage(ctx: Context, subscriberId: number): Promise<void> {
  await ctx.db.sqlTransaction(async (tx) => {
    const recent = await tx.row(
      z.object({ recent: z.boolean() }),
      sql`select exists (select from transactional_email where subscriber_id = locked.id and kind = 'manage'
          and created_at > clock_timestamp() - interval '10 minutes') as recent
        from (select id from subscriber where id = ${subscriberId} for update) as locked`,
    );
    if (recent?.recent === false) await enqueueMail(tx, { kind: 'manage', subscriberId, hours: 24 });
  });
}

/** The subscriber behind a fresh link: one day old at most. */
export async function readManageToken(
  ctx: Context,
  token: string,
): Promise<'unknown' | 'gone' | { subscriberId: number }> {
  const mailId = readToken(ctx.keys, 'manage', token);
  if (mailId === undefined) return 'unknown';
  const mail = await ctx.db.row(
    z.object({ subscriberId: z.number() }),
    sql`select subscriber_id "subscriberId" from transactional_email
      where id = ${mailId} and kind = 'manage' and created_at > clock_timestamp() - interval '1 day'`,
  );
  return mail ?? 'gone';
}
