import { day as realDay } from '../../lib/dates.ts';

const pattern =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/;

/**
 * Parses an ISO 8601 date. A space may replace the T, seconds may be missing, and a date without a
 * zone is in UTC. Returns null for any other text, a day that does not exist and a date in the
 * future.
 */
export function listDate(text: string, now: Date): string | null {
  const [, day, time = '00:00', zone = 'Z'] = pattern.exec(text.slice(0, 40)) ?? [];
  if (!realDay.safeParse(day).success) return null;
  const offset = zone === 'UTC' ? 'Z' : zone.replace(/^([+-]\d{2}):?(\d{2})?$/, offsetOf);
  const date = new Date(`${day}T${time}${offset}`);
  return date.getTime() > 0 && date <= now ? date.toISOString() : null;
}

function offsetOf(_match: string, hours: string, minutes = '00'): string {
  return `${hours}:${minutes}`;
}
