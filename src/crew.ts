import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import type { Context } from './context.ts';
import { growingPause, sleep } from './pause.ts';

/** Milliseconds after which a process that ended counts as one that had worked. */
const workedFor = 60_000;

const own = fileURLToPath(import.meta.url);

/** More sender processes beside this one. */
export interface Crew {
  /** Each finishes what it has in flight and ends. */
  stop(): Promise<void>;
}

/**
 * How many sender processes run beside this one. One event loop fills about one core; Postgres and the relay, where it is
 * on this machine too, take as much again.
 */
export function crewSize({ ROLES: roles, SMTP_URL: relay, SENDER_PROCESSES: processes }: Config): number {
  if (!roles.includes('sender') || relay === 'inbox') return 0;
  return (processes ?? Math.max(1, Math.floor(availableParallelism() / 2))) - 1;
}

/** Starts them: this program again, with the role of a sender alone. One that dies is started anew, after growing pauses. */
export function startCrew(ctx: Context, env: Record<string, string | undefined>): Crew {
  const stopping = new AbortController();
  const members = Array.from({ length: crewSize(ctx.config) }, () => keepRunning(ctx, env, stopping.signal));
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(members);
    },
  };
}

async function keepRunning(
  ctx: Context,
  env: Record<string, string | undefined>,
  stopping: AbortSignal,
): Promise<void> {
  for (let failures = 0; !stopping.aborted; failures += 1) {
    const began = performance.now();
    const child = startMember(env);
    const end = () => child.kill('SIGTERM');
    stopping.addEventListener('abort', end, { once: true });
    const how = await ended(child);
    stopping.removeEventListener('abort', end);
    if (stopping.aborted) return;
    if (performance.now() - began > workedFor) failures = 0;
    ctx.log.error({ event: 'crew.member-ended', pid: child.pid, how });
    await sleep(growingPause(failures, 60_000), stopping);
  }
}

/** Its channel to us is how it learns that we are gone: it ends as by SIGTERM then. */
function startMember(env: Record<string, string | undefined>): ChildProcess {
  const execArgv = own.endsWith('.ts') ? ['--import', 'tsx'] : process.execArgv;
  const entry = own.replace(/crew\.(ts|js)$/, 'main.$1');
  return fork(entry, [], { execArgv, env: { ...env, ROLES: 'sender', SENDER_PROCESSES: '1' } });
}

function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${String(code)}`));
  });
}
