import { sql, type Sql } from '../../db/sql.ts';

/**
 * When a day begins in the time zone of a subscriber, by Postgres' table of zones, as for due
 * times.
 */
export function startOfDay(subscriberId: number, day: string, defaultZone: string): Sql {
  return sql`select ${day}::date::timestamp at time zone coalesce(timezone, ${defaultZone}) as "startsAt"
    from subscriber where id = ${subscriberId}`;
}

/** Fails with 22023 for a time zone that Postgres does not know. */
export function timeIn(zone: string): Sql {
  return sql`select now() at time zone ${zone}`;
}
