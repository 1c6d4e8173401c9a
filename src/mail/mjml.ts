import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** Milliseconds without a request after which the process ends. */
const idleFor = 5000;

const answer = z.object({ id: z.number(), html: z.string().optional(), error: z.string().optional() });

interface Asked {
  resolve(html: string): void;
  reject(error: Error): void;
}

const own = fileURLToPath(import.meta.url);

let child: ChildProcess | undefined;
let idle: NodeJS.Timeout | undefined;
let count = 0;
const asked = new Map<number, Asked>();

/** Compiles MJML to minified html, in a process that ends when it is idle. @throws Error where MJML is not valid */
export function compileMjml(mjml: string): Promise<string> {
  clearTimeout(idle);
  child ??= startProcess();
  const running = child;
  count += 1;
  const id = count;
  return new Promise((resolve, reject) => {
    asked.set(id, { resolve, reject });
    running.ref();
    running.channel?.ref();
    running.send({ id, mjml });
  });
}

function startProcess(): ChildProcess {
  // From the sources (tests, npm run dev) the process reads TypeScript as its parent does.
  const execArgv = own.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const started = fork(own.replace(/mjml\.(ts|js)$/, 'mjml-process.$1'), [], { execArgv, serialization: 'advanced' });
  started.on('message', (message) => {
    const { id, html, error } = answer.parse(message);
    const waiting = asked.get(id);
    asked.delete(id);
    if (html === undefined) waiting?.reject(new Error(error));
    else waiting?.resolve(html);
    if (asked.size === 0) rest(started);
  });
  started.once('exit', () => {
    // One that was sent away owes no answers; those that are awaited are its successor's.
    if (child !== started) return;
    child = undefined;
    for (const { reject } of asked.values()) reject(new Error('the process that compiles MJML ended'));
    asked.clear();
  });
  return started;
}

/** Nothing is asked: it may end, and does not keep this program from ending. */
function rest(started: ChildProcess): void {
  started.unref();
  started.channel?.unref();
  idle = setTimeout(() => {
    if (child === started) child = undefined;
    started.disconnect();
  }, idleFor).unref();
}
