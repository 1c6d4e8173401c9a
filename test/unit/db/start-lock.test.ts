import { existsSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { withLock } from '../../../src/db/start-lock.ts';

function lockPath(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return path.join(folder, 'lock');
}

test.each([
  ['that a power failure left empty', ''],
  ['of a process before the reboot', '2147483646 1'],
])(
  'a lock %s does not count',
  async (_name, content) => {
    const lock = lockPath();
    writeFileSync(lock, content);
    utimesSync(lock, new Date(0), new Date(0));
    expect(await withLock(lock, () => Promise.resolve('started'))).toBe('started');
  },
  10_000,
);

test('one program at a time holds the lock, and a lock whose pid belongs to another program by now does not count', async () => {
  const lock = lockPath();
  // The pid of this process with the start time of an earlier one.
  writeFileSync(lock, `${process.pid} 1`);
  // That process was killed while it removed the lock of another.
  writeFileSync(`${lock}.stale`, `${process.pid} 1`);
  const order: string[] = [];
  const hold = () =>
    withLock(lock, async () => {
      order.push('begin');
      await delay(100);
      order.push('end');
    });
  await Promise.all([hold(), hold()]);
  expect(order).toEqual(['begin', 'end', 'begin', 'end']);
  expect([existsSync(lock), existsSync(`${lock}.stale`)]).toEqual([false, false]);
});

test('a stale lock that cannot be removed is an error after the timeout', async () => {
  const lock = lockPath();
  writeFileSync(lock, '2147483646 1');
  // A link that leads nowhere takes the name, and is no file of a dead process.
  symlinkSync(`${lock}.no`, `${lock}.stale`);
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const locked = withLock(lock, () => Promise.resolve());
  vi.setSystemTime(Date.now() + 400_000);
  await expect(locked).rejects.toThrow('holds');
});
