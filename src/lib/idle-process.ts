import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { reasonOf } from './errors/reason.ts';

/** Milliseconds without a question after which the process ends. */
const idleFor = 5000;

/**
 * Milliseconds without an answer after which it is killed: it hangs, and all that wait would wait
 * for ever.
 */
const answersIn = 60_000;

interface Asked<Answer> {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/**
 * A process of its own for what needs much memory and is asked for seldom: it starts with the first
 * question, answers one after the other, and ends when nothing was asked for a while.
 * @param from `import.meta.url` of the module that asks
 * @param name the module beside it that answers (by `answerParent`), without its ending
 * @param patience milliseconds that an answer may take
 */
export function idleProcess<Schema extends z.ZodType>(
  from: string,
  name: string,
  schema: Schema,
  patience = answersIn,
) {
  type Answer = z.output<Schema>;
  const message = z.object({
    id: z.number(),
    answer: schema.optional(),
    error: z.string().optional(),
  });
  const own = fileURLToPath(from);
  const file = path.join(path.dirname(own), name + path.extname(own));
  // From the sources (tests, npm run dev) the process reads TypeScript as its parent does.
  const execArgv = own.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const asked = new Map<number, Asked<Answer>>();
  let child: ChildProcess | undefined;
  let idle: NodeJS.Timeout | undefined;
  let late: NodeJS.Timeout | undefined;
  let count = 0;

  /** @throws Error what the other side could not do, or that it ended */
  return function ask(question: object): Promise<Answer> {
    clearTimeout(idle);
    child ??= startProcess();
    const running = child;
    if (asked.size === 0) watch(running);
    count += 1;
    const id = count;
    return new Promise((resolve, reject) => {
      asked.set(id, { resolve, reject });
      running.ref();
      running.channel?.ref();
      running.send({ id, question }, (error) => {
        if (error !== null) refuse(id, error);
      });
    });
  };

  function refuse(id: number, error: Error): void {
    asked.get(id)?.reject(error);
    asked.delete(id);
  }

  function startProcess(): ChildProcess {
    const started = fork(file, [], { execArgv, serialization: 'advanced' });
    started.on('message', (received) => {
      const { id, answer, error } = message.parse(received);
      if (answer === undefined) refuse(id, new Error(error));
      else asked.get(id)?.resolve(answer);
      asked.delete(id);
      watch(started);
      if (asked.size === 0) rest(started);
    });
    started.on('error', (cause) =>
      over(new Error(`the process ${name} failed: ${cause.message}`, { cause })),
    );
    started.once('exit', () => over(new Error(`the process ${name} ended`)));
    return started;

    function over(error: Error): void {
      // One that was sent away owes no answers; those that are awaited are its successor's.
      if (child !== started) return;
      clearTimeout(idle);
      child = undefined;
      for (const id of asked.keys()) refuse(id, error);
    }
  }

  /** From one answer to the next. */
  function watch(running: ChildProcess): void {
    clearTimeout(late);
    late = setTimeout(() => running.kill('SIGKILL'), patience).unref();
  }

  /** Nothing is asked: it may end, and does not keep this program from ending. */
  function rest(started: ChildProcess): void {
    clearTimeout(late);
    started.unref();
    started.channel?.unref();
    idle = setTimeout(() => {
      if (child === started) child = undefined;
      started.disconnect();
    }, idleFor).unref();
  }
}

/** The other side: answers what its parent asks, and ends with it. */
export function answerParent<Schema extends z.ZodType>(
  schema: Schema,
  answer: (question: z.output<Schema>) => Promise<unknown>,
): void {
  const message = z.object({ id: z.number(), question: z.unknown() });
  async function reply(received: unknown): Promise<void> {
    const { id, question } = message.parse(received);
    try {
      process.send?.({ id, answer: await answer(schema.parse(question)) });
    } catch (error) {
      process.send?.({ id, error: reasonOf(error) });
    }
  }
  process.on('message', (received) => void reply(received));
  process.on('disconnect', () => process.exit(0));
}
