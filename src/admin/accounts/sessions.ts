import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Config } from '../../config/config.ts';
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/client.ts';
import { sql, type Sql } from '../../db/sql.ts';

const session = z.object({
  hash: z.string(),
  operatorId: z.number(),
  email: z.string(),
});

/** A browser that an operator is signed in with. */
export type Session = z.output<typeof session>;

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Sessions that have ended by themselves. */
function isOver({ ADMIN_IDLE: idle, ADMIN_SIGNED_IN: longest }: Config): Sql {
  return sql`(used_at < clock_timestamp() - make_interval(secs => ${idle / 1000}::float8)
    or started_at < clock_timestamp() - make_interval(secs => ${longest / 1000}::float8))`;
}

/** Signs a browser in. @returns what its cookie holds: 256 random bits, of which only a hash is kept */
export async function startSession(ctx: Context, operatorId: number): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  await ctx.db.run(sql`delete from operator_session where ${isOver(ctx.config)}`);
  await ctx.db.run(sql`insert into operator_session (hash, operator_id) values (${hashOf(secret)}, ${operatorId})`);
  return secret;
}

/** The session of a cookie, unless it has ended. That it is used is written once a minute at most. */
export function findSession(ctx: Context, secret: string): Promise<Session | undefined> {
  return ctx.db.row(
    session,
    sql`with found as materialized (
        select hash, operator_id, email, used_at from operator_session join operator on operator.id = operator_id
        where hash = ${hashOf(secret)} and not ${isOver(ctx.config)}
      ), noted as (
        update operator_session set used_at = clock_timestamp() from found
        where operator_session.hash = found.hash and found.used_at < clock_timestamp() - interval '1 minute'
      )
      select hash, operator_id "operatorId", email from found`,
  );
}

export async function endSession(db: Queryable, { hash }: Session): Promise<void> {
  await db.run(sql`delete from operator_session where hash = ${hash}`);
}

/** Signs an operator out of every browser. */
export async function endSessions(db: Queryable, { operatorId }: Session): Promise<void> {
  await db.run(sql`delete from operator_session where operator_id = ${operatorId}`);
}

const listed = z.object({ startedAt: z.date(), usedAt: z.date(), current: z.boolean() });

/** Where an operator is signed in, the last used first. */
export function sessionsOf(ctx: Context, { operatorId, hash }: Session): Promise<z.output<typeof listed>[]> {
  return ctx.db.rows(
    listed,
    sql`select started_at "startedAt", used_at "usedAt", hash = ${hash} as current from operator_session
      where operator_id = ${operatorId} and not ${isOver(ctx.config)} order by used_at desc limit 50`,
  );
}
