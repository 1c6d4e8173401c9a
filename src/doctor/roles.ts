import { z } from 'zod';
import type { Context } from '../context.ts';
import { sql } from '../db/sql.ts';
import { fail, type Finding, ok, warn } from './finding.ts';
import { isServing } from './settings.ts';

const alive = z.object({ senders: z.number(), scheduler: z.boolean() });

/** Whether somebody sends and somebody looks at the clock, on whatever machine. The web role is what PUBLIC_URL shows. */
export async function examineRoles(ctx: Context): Promise<Finding[]> {
  const found = await ctx.db.row(
    alive,
    sql`select (select count(*) from sender where lease_until > clock_timestamp()) as senders,
      exists (select from scheduler_heartbeat where alive_until > clock_timestamp()) as scheduler`,
  );
  const { senders = 0, scheduler = false } = found ?? {};
  const wrong = isServing(ctx.config) ? fail : warn;
  const start = (role: string) =>
    `Start the program (npm start) with ${role} among its ROLES, and read its log if it runs`;
  return [
    senders > 0
      ? ok('sender', senders === 1 ? 'one process sends' : `${senders} processes send`)
      : wrong('sender', 'no process sends: mails wait', start('sender')),
    scheduler
      ? ok('scheduler', 'looked at the clock within the last minutes')
      : wrong('scheduler', 'no process looks at the clock: no digest is composed, no source asked', start('scheduler')),
  ];
}
