import type { Context } from '../context.ts';
import { countSenders, isSchedulerAlive } from '../outbox/status.ts';
import { fail, type Finding, ok, warn } from './finding.ts';
import { isServing } from './settings.ts';

/**
 * Checks whether the sender and scheduler roles run on any machine. The check of PUBLIC_URL covers
 * the web role.
 */
export async function examineRoles(ctx: Context): Promise<Finding[]> {
  const [senders, scheduler] = await Promise.all([countSenders(ctx.db), isSchedulerAlive(ctx.db)]);
  const wrong = isServing(ctx.config) ? fail : warn;
  const start = (role: string) =>
    `Start a process with ${role} in ROLES; if one is running, check its log`;
  return [
    senders > 0
      ? ok('sender', senders === 1 ? '1 process is running' : `${senders} processes are running`)
      : wrong('sender', 'no sender is running: no email is sent', start('sender')),
    scheduler
      ? ok('scheduler', 'active within the last minutes')
      : wrong(
          'scheduler',
          'no scheduler is running: digests are not composed, sources not checked',
          start('scheduler'),
        ),
  ];
}
