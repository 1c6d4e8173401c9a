import { expect, test } from 'vitest';
import { addDays } from '../../src/lib/dates.ts';
import { sql } from '../../src/db/sql.ts';
import { digestTick } from '../../src/digests/send/schedule.ts';
import { changePreferences } from '../../src/subscribers/preferences/preferences.ts';
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
const from = '2026-01-01';
const days = 2 * 365;

/**
 * Scheduler ticks per day. A few are enough, because a tick finds everything that came due since
 * the last one.
 */
const ticks = 2;

const weekdayIn = (timeZone: string, at: Date) =>
  new Intl.DateTimeFormat('en', { timeZone, weekday: 'short' }).format(at);

test('two years in five zones: each due digest reaches each reader once, at the chosen local hour', async () => {
  const { ctx, clock } = await freshContext({ DIGEST_TIME: '00:00' }, `${from}T00:00:00Z`);
  const readers = new Map<number, [string, number]>();
  for (const [timezone, hour] of zones)
    readers.set(await addReader(ctx, { timezone, hour }), [timezone, hour]);
  const weekdays = new Map<number, string>();
  const weekly = new Set<number>();
  for (const [timezone, hour] of zones) {
    weekdays.set(await addReader(ctx, { timezone, hour, frequency: 'weekdays' }), timezone);
    weekly.add(await addReader(ctx, { timezone, hour, frequency: 'weekly' }));
  }
  const mover = await addReader(ctx, { timezone: 'Europe/Berlin', hour: 2 });
  for (let n = 0; n < days + 2; n += 1) {
    const date = addDays(from, n);
    if (n < days) await addPapers(ctx, date, [`Paper of ${date}`]);
    for (let tick = 0; tick < ticks; tick += 1) {
      clock.set(new Date(Date.parse(date) + (tick * day) / ticks).toISOString());
      // Every five days, at another time of day, move to another zone and hour.
      if (n % 5 === 3 && tick === n % ticks) {
        const [timezone = '', hour = 0] = zones[n % zones.length] ?? [];
        await changePreferences(ctx, mover, { timezone, hour: (hour + n) % 24 });
      }
      await digestTick(ctx);
    }
    // Marks the deliveries as sent, as a sender would, so that the digest closes.
    await ctx.db.run(sql`update delivery set state = 'sent' where state = 'queued'`);
  }
  const all = await deliveries(ctx);
  const of = (id: number) => all.filter(({ subscriberId }) => subscriberId === id);
  const dates = Array.from({ length: days }, (_, n) => addDays(from, n));

  for (const [id, [timeZone, hour]] of readers) {
    expect([timeZone, of(id).map(({ date }) => date)]).toEqual([timeZone, dates]);
    const clockOf = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
    });
    const odd = of(id).filter(
      ({ dueAt }) => clockOf.format(dueAt) !== `${String(hour).padStart(2, '0')}:00`,
    );
    // On a day whose clock change skips the hour, the digest is slightly later: at most once a
    // year.
    expect([timeZone, odd.length]).toSatisfy(([, count]: [string, number]) => count <= 2);
    for (const { date, dueAt } of of(id)) {
      const after = dueAt.getTime() - Date.parse(date);
      expect(after >= 0 && after < day + 3_600_000).toBe(true);
    }
  }

  // A weekdays reader gets the digests of the daily reader with the same zone and hour, except on
  // local Saturdays and Sundays.
  for (const [index, [id, timeZone]] of [...weekdays].entries()) {
    const daily = of([...readers.keys()][index] ?? 0);
    const wanted = daily.filter(({ dueAt }) => !weekdayIn(timeZone, dueAt).startsWith('S'));
    expect(of(id).map(({ date }) => date)).toEqual(wanted.map(({ date }) => date));
  }
  const mondays = dates.filter((date) => weekdayIn('UTC', new Date(date)) === 'Mon');
  for (const id of weekly) expect(of(id).map(({ date }) => date)).toEqual(mondays);

  // A reader who moves to another zone also gets each digest once, and none from before it existed.
  expect(of(mover).map(({ date }) => date)).toEqual(dates);
  for (const { date, dueAt } of of(mover))
    expect(dueAt.getTime()).toBeGreaterThanOrEqual(Date.parse(date));
});
