import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { reasonOf } from './errors/reason.ts';

/** Milliseconds without a request after which the process ends. */
const idleTimeout = 5000;

/** Milliseconds for one response; a process that takes longer hangs and is killed. */
const defaultResponseTimeout = 60_000;

interface PendingRequest<Response> {
  resolve(response: Response): void;
  reject(error: Error): void;
}

/**
 * A child process for rare work that needs much memory. It starts with the first request, handles
 * requests in order, and ends when it has been idle.
 * @param from `import.meta.url` of the calling module
 * @param name the module in the same folder that calls `handleRequests`, without its extension
 */
export function idleProcess<Schema extends z.ZodType>(
  from: string,
  name: string,
  schema: Schema,
  responseTimeout = defaultResponseTimeout,
) {
  const message = z.object({
    id: z.number(),
    response: schema.optional(),
    error: z.string().optional(),
  });
  const pending = new Map<number, PendingRequest<z.output<Schema>>>();
  let child: ChildProcess | undefined;
  let idleTimer: NodeJS.Timeout | undefined;
  let responseTimer: NodeJS.Timeout | undefined;
  let lastId = 0;

  /** @throws Error if the work failed, or the process ended */
  return function request(input: object): Promise<z.output<Schema>> {
    clearTimeout(idleTimer);
    child ??= startProcess();
    const running = child;
    if (pending.size === 0) restartResponseTimer(running);
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject });
      running.ref();
      running.channel?.ref();
      running.send({ id, input }, (error) => {
        if (error !== null) fail(id, error);
      });
    });
  };

  function fail(id: number, error: Error): void {
    pending.get(id)?.reject(error);
    pending.delete(id);
  }

  function startProcess(): ChildProcess {
    const started = forkModule(from, name);
    started.on('message', (received) => {
      const { id, response, error } = message.parse(received);
      if (response === undefined) fail(id, new Error(error));
      else pending.get(id)?.resolve(response);
      pending.delete(id);
      restartResponseTimer(started);
      if (pending.size === 0) startIdleTimer(started);
    });
    started.on('error', (cause) =>
      handleEnd(started, new Error(`the process ${name} failed: ${cause.message}`, { cause })),
    );
    started.once('exit', () => handleEnd(started, new Error(`the process ${name} ended`)));
    return started;
  }

  function handleEnd(ended: ChildProcess, error: Error): void {
    // The pending requests belong to the successor of a process that ended because it was idle.
    if (child !== ended) return;
    clearTimeout(idleTimer);
    child = undefined;
    for (const id of pending.keys()) fail(id, error);
  }

  function restartResponseTimer(running: ChildProcess): void {
    clearTimeout(responseTimer);
    responseTimer = setTimeout(() => running.kill('SIGKILL'), responseTimeout).unref();
  }

  /** An idle process does not keep this one from ending. */
  function startIdleTimer(idle: ChildProcess): void {
    clearTimeout(responseTimer);
    idle.unref();
    idle.channel?.unref();
    idleTimer = setTimeout(() => {
      if (child === idle) child = undefined;
      idle.disconnect();
    }, idleTimeout).unref();
  }
}

function forkModule(from: string, name: string): ChildProcess {
  const caller = fileURLToPath(from);
  const file = path.join(path.dirname(caller), name + path.extname(caller));
  // From the sources (tests, npm run dev) the process reads TypeScript as its parent does.
  const execArgv = caller.endsWith('.ts') ? ['--import', 'tsx'] : [];
  return fork(file, [], { execArgv, serialization: 'advanced' });
}

/**
 * The child's side: handles the parent's requests, and ends when the parent disconnects or dies.
 */
export function handleRequests<Schema extends z.ZodType>(
  schema: Schema,
  handle: (input: z.output<Schema>) => Promise<unknown>,
): void {
  const message = z.object({ id: z.number(), input: z.unknown() });
  process.on('message', (received) => {
    const { id, input } = message.parse(received);
    // In a callback of its own, so that invalid input rejects too.
    void Promise.resolve()
      .then(() => handle(schema.parse(input)))
      .then(
        (response) => respond({ id, response }),
        (error: unknown) => respond({ id, error: reasonOf(error) }),
      );
  });
  process.on('disconnect', () => process.exit(0));
}

/**
 * Without the callback, a parent that died before `disconnect` was handled would raise an uncaught
 * `write EPIPE`.
 */
function respond(message: object): void {
  process.send?.(message, (error: Error | null) => {
    if (error !== null) process.exit(0);
  });
}
