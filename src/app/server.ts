import getPort from 'get-port';
import { readConfig, showsInbox } from '../config/config.ts';
import type { Environment } from '../config/environment.ts';
import { startSenderProcesses } from './sender-processes.ts';
import { startRoles } from './roles.ts';
import { start } from './bootstrap.ts';

/** Runs the roles of ROLES until SIGTERM or SIGINT. */
export async function runServer(given: Environment): Promise<void> {
  const env = await withPort(given);
  const config = readConfig(env);
  const { ctx, applied, journal, close } = await start(config);
  if (applied.length > 0) ctx.log.info({ event: 'db.migrated', applied }, 'applied migrations');
  const { url, stop } = await startRoles(ctx, journal, endFailed).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const senders = startSenderProcesses(ctx, env);
  if (url !== undefined) greet(config.PUBLIC_URL, showsInbox(config));
  let stopping = false;
  const end = (signal: string) => {
    if (stopping) return;
    stopping = true;
    ctx.log.info({ event: 'server.stopping', signal }, 'stopping');
    Promise.all([stop(), senders.stop()])
      .then(close)
      .then(
        () => process.exit(),
        (error: unknown) => {
          ctx.log.fatal({ event: 'server.stop-failed', err: error }, 'cannot stop cleanly');
          process.exit(1);
        },
      );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  // The IPC channel of a child process closes when its parent dies.
  process.on('disconnect', () => end('disconnect'));
}

/** Stops this process as SIGTERM does, but with exit code 1, so that it is restarted. */
function endFailed(): void {
  process.exitCode = 1;
  process.kill(process.pid, 'SIGTERM');
}

/** PORT=0 selects a free port. It is selected before any process renders links that contain it. */
async function withPort(env: Environment): Promise<Environment> {
  return env['PORT'] === '0' ? { ...env, PORT: String(await getPort()) } : env;
}

function greet(url: string, inbox: boolean): void {
  console.log(`Daily Papers: ${url}/`);
  console.log(`Operators:    ${url}/admin`);
  if (inbox) console.log(`Inbox:        ${url}/inbox`);
}
