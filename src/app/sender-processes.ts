import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { extraSenderProcesses } from '../config/sender-processes.ts';
import type { Environment } from '../config/environment.ts';
import type { Context } from '../context.ts';
import { backoffDelay, sleep } from '../lib/sleep.ts';

/** Milliseconds of uptime after which the restart backoff of a process is reset. */
const healthyAfter = 60_000;

const thisFile = fileURLToPath(import.meta.url);

/** The sender processes that this process started. */
export interface SenderProcesses {
  /** Lets each process finish the emails it is sending and exit. */
  stop(): Promise<void>;
}

/**
 * Starts this program again with only the sender role. A process that exits is restarted with an
 * increasing delay.
 */
export function startSenderProcesses(ctx: Context, env: Environment): SenderProcesses {
  const stopping = new AbortController();
  const processes = Array.from({ length: extraSenderProcesses(ctx.config) }, () =>
    keepRunning(ctx, env, stopping.signal),
  );
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(processes);
    },
  };
}

async function keepRunning(ctx: Context, env: Environment, stopping: AbortSignal): Promise<void> {
  for (let failures = 0; !stopping.aborted; failures += 1) {
    const began = performance.now();
    const child = startProcess(ctx, env);
    const end = () => child.kill('SIGTERM');
    stopping.addEventListener('abort', end, { once: true });
    const reason = await exitReason(child);
    stopping.removeEventListener('abort', end);
    if (stopping.aborted) return;
    if (performance.now() - began > healthyAfter) failures = 0;
    ctx.log.error(
      { event: 'sender-process.exited', pid: child.pid, reason },
      'a sender process exited',
    );
    await sleep(backoffDelay(failures, 60_000), stopping);
  }
}

/** The IPC channel closes if this process dies. The child then drains and exits, as on SIGTERM. */
function startProcess(ctx: Context, env: Environment): ChildProcess {
  const execArgv = thisFile.endsWith('.ts') ? ['--import', 'tsx'] : process.execArgv;
  const entry = thisFile.replace(/app\/sender-processes\.(ts|js)$/, 'main.$1');
  return fork(entry, [], {
    execArgv,
    env: {
      ...env,
      ROLES: 'sender',
      SENDER_PROCESSES: '1',
      METRICS_PORT: '',
      DATABASE_CONNECTIONS: String(ctx.db.pool.options.max),
    },
  });
}

function exitReason(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${String(code)}`));
  });
}
