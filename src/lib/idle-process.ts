import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { reasonOf } from './errors/reason.ts';

/** Milliseconds without a request after which the process ends. */
const idleTimeout = 5000;

/** Milliseconds for one response. A process that takes longer is killed. */
const defaultResponseTimeout = 60_000;

interface PendingRequest<Response> {
  resolve(response: Response): void;
  reject(error: Error): void;
}

const answer = z.object({
  id: z.number(),
  response: z.unknown(),
  error: z.string().optional(),
});

interface Options<Schema> {
  /** `import.meta.url` of the calling module. */
  from: string;
  /** The module in the same folder that calls `handleRequests`, without its file extension. */
  name: string;
  /** The schema of a response. */
  schema: Schema;
  responseTimeout?: number;
}

/**
 * A child process for rare work that needs much memory. It starts with the first request, handles
 * requests in order, and ends when it has been idle.
 */
export class IdleProcess<Schema extends z.ZodType> {
  readonly #options: Options<Schema>;
  readonly #pending = new Map<number, PendingRequest<z.output<Schema>>>();
  #child: ChildProcess | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #responseTimer: NodeJS.Timeout | undefined;
  #lastId = 0;

  constructor(options: Options<Schema>) {
    this.#options = options;
  }

  /** @throws Error if the work failed or the process ended */
  request(input: object): Promise<z.output<Schema>> {
    clearTimeout(this.#idleTimer);
    this.#child ??= this.#start();
    const running = this.#child;
    if (this.#pending.size === 0) this.#restartResponseTimer(running);
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      running.ref();
      running.channel?.ref();
      running.send({ id, input }, (error) => {
        if (error !== null) this.#fail(id, error);
      });
    });
  }

  #start(): ChildProcess {
    const { from, name } = this.#options;
    const started = forkModule(from, name);
    started.on('message', (received) => this.#handleMessage(started, received));
    started.on('error', (cause) =>
      this.#handleEnd(
        started,
        new Error(`the process ${name} failed: ${cause.message}`, { cause }),
      ),
    );
    started.once('exit', () => this.#handleEnd(started, new Error(`the process ${name} ended`)));
    return started;
  }

  #handleMessage(sender: ChildProcess, received: unknown): void {
    const { id, error, response } = answer.parse(received);
    if (error !== undefined) this.#fail(id, new Error(error));
    else this.#pending.get(id)?.resolve(this.#options.schema.parse(response));
    this.#pending.delete(id);
    this.#restartResponseTimer(sender);
    if (this.#pending.size === 0) this.#startIdleTimer(sender);
  }

  #handleEnd(ended: ChildProcess, error: Error): void {
    // If the process ended because it was idle, its successor handles the pending requests.
    if (this.#child !== ended) return;
    clearTimeout(this.#idleTimer);
    this.#child = undefined;
    for (const id of this.#pending.keys()) this.#fail(id, error);
  }

  #fail(id: number, error: Error): void {
    this.#pending.get(id)?.reject(error);
    this.#pending.delete(id);
  }

  #restartResponseTimer(running: ChildProcess): void {
    const { responseTimeout = defaultResponseTimeout } = this.#options;
    clearTimeout(this.#responseTimer);
    this.#responseTimer = setTimeout(() => running.kill('SIGKILL'), responseTimeout).unref();
  }

  /** An idle child process does not keep this process alive. */
  #startIdleTimer(idle: ChildProcess): void {
    clearTimeout(this.#responseTimer);
    idle.unref();
    idle.channel?.unref();
    this.#idleTimer = setTimeout(() => {
      if (this.#child === idle) this.#child = undefined;
      idle.disconnect();
    }, idleTimeout).unref();
  }
}

function forkModule(from: string, name: string): ChildProcess {
  const caller = fileURLToPath(from);
  const file = path.join(path.dirname(caller), name + path.extname(caller));
  // When run from the sources (tests, npm run dev), the child needs the same TypeScript loader.
  const execArgv = caller.endsWith('.ts') ? ['--import', 'tsx'] : [];
  return fork(file, [], { execArgv, serialization: 'advanced' });
}

/**
 * The child's side: handles the requests of the parent, and ends when the parent disconnects or
 * dies. It ignores SIGINT and SIGTERM, which Ctrl-C and some supervisors send to the whole process
 * group: the parent waits for the responses before it ends.
 */
export function handleRequests<Schema extends z.ZodType>(
  schema: Schema,
  handle: (input: z.output<Schema>) => Promise<unknown>,
): void {
  const message = z.object({ id: z.number(), input: z.unknown() });
  process.on('message', (received) => {
    const { id, input } = message.parse(received);
    // Inside a callback, so that invalid input rejects the promise too.
    void Promise.resolve()
      .then(() => handle(schema.parse(input)))
      .then(
        (response) => respond({ id, response }),
        (error: unknown) => respond({ id, error: reasonOf(error) }),
      );
  });
  process.on('disconnect', () => process.exit(0));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
}

/**
 * Without the callback, a parent that dies before `disconnect` is handled would cause an uncaught
 * `write EPIPE`.
 */
function respond(message: object): void {
  process.send?.(message, (error: Error | null) => {
    if (error !== null) process.exit(0);
  });
}
