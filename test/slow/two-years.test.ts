import { expect, test } from 'vitest';
import { addDays } from '../../src/calendar.ts';
import { sql } from '../../src/db/sql.ts';
import { digestTick } from '../../src/digests/schedule.ts';
import { freshContext } from '../support/context.ts';
import { addPapers, addReader, deliveries } from '../support/readers.ts';

const zones: [string, number][] = [
  ['Europe/Berlin', 2],
  ['America/New_York', 1],
  ['Australia/Lord_Howe', 2],
  ['Asia/Kathmandu', 5],
  ['Pacific/Apia', 0],
];

const day = 86_400_000;

/** Ticks of the scheduler a day: few, for a tick finds what came due since the last. */
const ticks = 4;

test('two years in five zones: every digest reaches every reader once, at their hour of their clocks', async () => {
  const from = '2026-01-01';
  const { ctx, clock } = await freshContext({ DIGEST_TIME: '00:00' }, `${from}T00:00:00Z`);
  const readers = new Map<number, [string, number]>();
  for (const [timezone, hour] of zones) readers.set(await addReader(ctx, { timezone, hour }), [timezone, hour]);
  const days = 2 * 365;
  for (let n = 0; n < days + 2; n += 1) {
    const date = addDays(from, n);
    if (n < days) await addPapers(ctx, date, [`Paper of ${date}`]);
    for (let tick = 0; tick < ticks; tick += 1) {
      clock.set(new Date(Date.parse(date) + (tick * day) / ticks).toISOString());
      await digestTick(ctx);
    }
    // As a sender would, so that the digest closes.
    await ctx.db.run(sql`update delivery set state = 'sent' where state = 'queued'`);
  }
  const all = await deliveries(ctx);
  for (const [id, [timeZone, hour]] of readers) {
    const own = all.filter(({ subscriberId }) => subscriberId === id);
    expect([timeZone, own.length, new Set(own.map(({ date }) => date)).size]).toEqual([timeZone, days, days]);
    const clockOf = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
    const odd = own.filter(({ dueAt }) => clockOf.format(dueAt) !== `${String(hour).padStart(2, '0')}:00`);
    // A day whose clocks leave the hour out has it a little later: once a year at most.
    expect([timeZone, odd.length]).toSatisfy(([, count]: [string, number]) => count <= 2);
    for (const { date, dueAt } of own) {
      const after = dueAt.getTime() - Date.parse(date);
      expect(after >= 0 && after < day + 3_600_000).toBe(true);
    }
  }
}, 400_000);
