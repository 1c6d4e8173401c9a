import { readConfig } from '../../src/config/config.ts';
import { digestTick } from '../../src/digests/send/schedule.ts';
import { start } from '../../src/app/bootstrap.ts';

// Runs the scheduler's tick repeatedly, four at a time: `tsx scripts/chaos/ticks.ts COUNT`.

const left = Array.from({ length: Number(process.argv[2]) }).values();
const { ctx, close } = await start(readConfig({ ...process.env, LOG_LEVEL: 'error' }));
await Promise.all(
  [1, 2, 3, 4].map(async () => {
    for (const _ of left) await digestTick(ctx);
  }),
);
await close();
