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
 * Like `withContext`, for a command that changes something. The action is recorded when it is done.
 * @param act undefined if the command changed nothing
 */
export function withAudit<T>(
  act: Act | ((ctx: Context, result: T) => Act | undefined),
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  return withContext(async (ctx) => {
    const result = await work(ctx);
    const done = typeof act === 'function' ? act(ctx, result) : act;
    if (done !== undefined) await recordAudit(ctx.db, null, done.action, done.target);
    return result;
  });
}
