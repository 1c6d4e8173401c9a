import { z } from 'zod';
import type { Context } from '../../src/context.ts';
import { sql } from '../../src/db/sql.ts';
import type { Claim, OutgoingMail, Renderers } from '../../src/outbox/rendering.ts';

/**
 * A digest that is being sent, with a queued delivery for each of `readers` active subscribers (ids
 * from 1).
 */
export async function queueDigest(ctx: Context, readers: number): Promise<number> {
  const now = ctx.now();
  await ctx.db.run(sql`insert into subscriber (email, email_key, status, active_since)
    select 'reader' || n || '@' || 'd' || n % 5 || '.example', 'reader' || n || '@' || 'd' || n % 5 || '.example',
      'active', ${now} from generate_series(1, ${readers}::int) as n`);
  const digest = await ctx.db.row(
    z.object({ id: z.int() }),
    sql`insert into digest (kind, date, status, starts_at) values ('daily', ${now}, 'sending', ${now}) returning id`,
  );
  if (digest === undefined) throw new Error('no digest');
  await ctx.db.run(sql`insert into delivery (digest_id, subscriber_id, due_at, expires_at)
    select ${digest.id}, id, ${now}::timestamptz, ${now}::timestamptz + interval '20 hours' from subscriber`);
  return digest.id;
}

/** A short email with a Message-ID that is fixed per row, as in real emails. */
export function plainMail(claim: Claim): OutgoingMail {
  return {
    mailFrom: `bounce-${claim.subscriberId ?? 0}@papers.example`,
    rcptTo: claim.address,
    header:
      `From: Daily Papers <digest@papers.example>\r\nTo: ${claim.address}\r\nSubject: ${claim.kind}\r\n` +
      `Message-ID: <${claim.digestId ?? 'm'}.${claim.transactionalEmailId ?? claim.subscriberId}@papers.example>\r\n`,
    body: ['Ten papers.\r\n.A line that begins with a dot.\r\n'],
  };
}

export const plainRenderers: Renderers = {
  digest: plainMail,
  confirmation: plainMail,
  welcome: plainMail,
};

/** The number of deliveries in each state. */
export async function deliveryStates(ctx: Context): Promise<Record<string, number>> {
  const rows = await ctx.db.rows(
    z.object({ state: z.string(), n: z.int() }),
    sql`select state, count(*)::int as n from delivery group by state order by state`,
  );
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}
