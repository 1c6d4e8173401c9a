import type { Context } from '../context.ts';
import { countSenders, isSchedulerAlive } from '../outbox/status.ts';
import { fail, type Finding, ok, warn } from './finding.ts';
import { isServing } from './settings.ts';

/**
 * Whether somebody sends and somebody looks at the clock, on whatever machine. The web role is what
 * PUBLIC_URL shows.
 */
export async function examineRoles(ctx: Context): Promise<Finding[]> {
  const [senders, scheduler] = await Promise.all([countSenders(ctx.db), isSchedulerAlive(ctx.db)]);
  const wrong = isServing(ctx.config) ? fail : warn;
  const start = (role: string) =>
    `Start the program (npm start) with ${role} among its ROLES, and read its log if it runs`;
  return [
    senders > 0
      ? ok('sender', senders === 1 ? 'one process sends' : `${senders} processes send`)
      : wrong('sender', 'no process sends: mails wait', start('sender')),
    scheduler
      ? ok('scheduler', 'looked at the clock within the last minutes')
      : wrong(
          'scheduler',
          'no process looks at the clock: no digest is composed, no source asked',
          start('scheduler'),
        ),
  ];
}
