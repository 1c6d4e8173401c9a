import type { Queryable } from '../../db/client.ts';
import { Problem } from '../../lib/errors/problem.ts';
import { instantsOf } from '../../db/time-zones.ts';

/**
 * Node and Postgres have separate lists of time zones. A zone that only Node knows would make the
 * scheduling statements fail for all subscribers.
 * @throws Problem 422 if Postgres does not know the zone
 */
export async function checkZone(db: Queryable, zone: string | null | undefined): Promise<void> {
  if (zone === null || zone === undefined || zone === 'UTC') return;
  try {
    await instantsOf(db, zone, ['2000-01-01T00:00']);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '22023') {
      const message = 'a time zone such as Europe/Berlin';
      throw new Problem(422, 'Invalid input', `timezone: ${message}`, [
        { path: 'timezone', message },
      ]);
    }
    throw error;
  }
}

/**
 * The time zones to choose from, grouped by continent: `Europe`, then `Berlin`. The list includes
 * `own` even if it is an alias.
 */
export function groupedZones(
  own: string | null,
): { name: string; zones: { id: string; city: string }[] }[] {
  const ids = new Set([
    'UTC',
    ...(own === null ? [] : [own]),
    ...Intl.supportedValuesOf('timeZone'),
  ]);
  const groups = new Map<string, { id: string; city: string }[]>();
  for (const id of [...ids].toSorted()) {
    const [continent = '', ...rest] = id.split('/');
    const city = rest.length === 0 ? continent : rest.join(', ').replaceAll('_', ' ');
    const name = rest.length === 0 ? 'UTC' : continent;
    const group = groups.get(name) ?? [];
    group.push({ id, city });
    groups.set(name, group);
  }
  return [...groups].map(([name, zones]) => ({ name, zones }));
}
