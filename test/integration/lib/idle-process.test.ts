import { expect, test } from 'vitest';
import { z } from 'zod';
import { idleProcess } from '../../../src/lib/idle-process.ts';

test('a process that hangs is ended, and those that wait for it are told', async () => {
  const ask = idleProcess(
    new URL('../../support/', import.meta.url).href + 'x.ts',
    'silent-process',
    z.unknown(),
    300,
  );
  const answers = await Promise.allSettled([ask({}), ask({})]);
  expect(answers).toEqual([
    { status: 'rejected', reason: new Error('the process silent-process ended') },
    { status: 'rejected', reason: new Error('the process silent-process ended') },
  ]);
  await expect(ask({})).rejects.toThrow('the process silent-process ended');
});
