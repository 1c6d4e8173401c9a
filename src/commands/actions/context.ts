import { type AuditAction, recordAudit } from '../../admin/audit-log.ts';
import { start } from '../../app/bootstrap.ts';
import { readConfig } from '../../config/config.ts';
import { environment } from '../../config/environment.ts';
import type { Context } from '../../context.ts';
import { detailText, WordedProblem } from '../../lib/errors/problem.ts';

/** Runs a command with a database connection and closes it afterwards. */
export async function withContext<T>(work: (ctx: Context) => Promise<T>): Promise<T> {
  const config = readConfig({ LOG_LEVEL: 'warn', DATABASE_CONNECTIONS: '4', ...environment() });
  const { ctx, close } = await start(config);
  try {
    return await work(ctx);
  } catch (error) {
    throw error instanceof WordedProblem
      ? new Error(detailText(ctx.words('en'), error), { cause: error })
      : error;
  } finally {
    await close();
  }
}

/** The audit event of a command. */
export interface Act {
  action: AuditAction;
  target?: string;
}

/**
 * Like `withContext`, for a command that changes something.
 * @param act recorded before the work, which may fail after some changes; or a function that names
 *   the action when it is done, undefined if it changed nothing
 */
export function withAudit<T>(
  act: Act | ((ctx: Context, result: T) => Act | undefined),
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  return withContext(async (ctx) => {
    if (typeof act !== 'function') await record(ctx, act);
    const result = await work(ctx);
    if (typeof act === 'function') await record(ctx, act(ctx, result));
    return result;
  });
}

async function record({ db }: Context, act: Act | undefined): Promise<void> {
  if (act !== undefined) await recordAudit(db, null, act.action, act.target);
}
