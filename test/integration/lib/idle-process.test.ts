import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { IdleProcess } from '../../../src/lib/idle-process.ts';

const support = new URL('../../support/', import.meta.url);

test('kills a process that hangs, and rejects its pending requests', async () => {
  const silent = new IdleProcess({
    from: new URL('x.ts', support).href,
    name: 'silent-process',
    schema: z.unknown(),
    responseTimeout: 300,
  });
  const ended = new Error('the process silent-process ended');
  expect(await Promise.allSettled([silent.request({}), silent.request({})])).toEqual([
    { status: 'rejected', reason: ended },
    { status: 'rejected', reason: ended },
  ]);
  await expect(silent.request({})).rejects.toThrow(ended);
});

test('a process that is interrupted together with its parent completes its work', async () => {
  const interrupted = new IdleProcess({
    from: new URL('x.ts', support).href,
    name: 'interrupted-process',
    schema: z.string(),
  });
  expect(await interrupted.request({})).toBe('done');
});

test('a process whose parent is killed during its work ends without an error', async () => {
  const parent = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('blocking-parent.ts', support))],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const errors = text(parent.stderr);
  const pid = await new Promise<number>((resolve) => {
    parent.stdout.once('data', (line: Buffer) => resolve(Number(line.toString())));
  });
  parent.kill('SIGKILL');
  // The child inherited the pipe, which closes when the child ends.
  expect(await errors).toBe('');
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), 20_000);
});
