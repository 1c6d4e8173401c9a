import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Finds a tool of Postfix. Debian installs it in /usr/sbin, other systems elsewhere.
 * @throws Error if it is not installed
 */
export function postfixTool(name: 'smtp-sink' | 'smtp-source'): string {
  const found = [`/usr/sbin/${name}`, `/usr/bin/${name}`, `/usr/libexec/postfix/${name}`].find(
    (file) => existsSync(file),
  );
  if (found === undefined)
    throw new Error(`${name} is not installed: it comes with Debian's postfix`);
  return found;
}

/** Starts a relay that accepts and discards all messages, so that only the sender is measured. */
export function startSink(port: number): ChildProcess {
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  return spawn(postfixTool('smtp-sink'), [...user, '-c', `127.0.0.1:${port}`, '1000'], {
    stdio: 'ignore',
  });
}
