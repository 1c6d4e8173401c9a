import { z } from 'zod';

/** A calendar day, `YYYY-MM-DD`: no time, no zone. */
export type Day = string;

/**
 * A day that exists: `2026-02-30` is refused. Its neighbours must exist too: Postgres has no year
 * 0, and years of five digits are written differently.
 */
export const day = z.iso
  .date({ error: 'a date such as 2026-03-14', abort: true })
  .refine((date) => date >= '0002' && date < '9999', 'a date such as 2026-03-14');

/** Milliseconds of a day in UTC. */
export const dayMs = 86_400_000;

/** The date that clocks in `zone` (IANA) show at this instant. */
export function dayIn(zone: string, instant: Date): Day {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(instant);
}

/** `addDays('2026-02-28', 1)` is `2026-03-01`. */
export function addDays(date: Day, days: number): Day {
  const time = Date.parse(`${date}T00:00:00Z`) + days * dayMs;
  return new Date(time).toISOString().slice(0, 10);
}

/**
 * Whether this is the name of an IANA time zone, such as `Europe/Berlin`. Offsets such as `+02:00`
 * are not time zones.
 */
export function isTimeZone(name: string): boolean {
  try {
    return (
      Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '' &&
      /^[A-Za-z]/.test(name)
    );
  } catch {
    return false;
  }
}

/** The day of a `@db.Date` field: Prisma returns midnight in UTC. */
export function dayOf(date: Date): Day {
  return date.toISOString().slice(0, 10);
}

/** The value of a `@db.Date` field. */
export function dateOf(date: Day): Date {
  return new Date(`${date}T00:00:00Z`);
}
