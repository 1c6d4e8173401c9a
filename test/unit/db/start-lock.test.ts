import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { withLock } from '../../../src/db/start-lock.ts';

test('one program at a time holds the lock, and a lock whose pid belongs to another program by now does not count', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const lock = path.join(folder, 'lock');
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
