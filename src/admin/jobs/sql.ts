import { sql, type Sql } from '../../db/sql.ts';

/** Seconds after the last renewal at which the process that runs a job counts as dead. */
const leaseSeconds = 60;

/**
 * SQL, because the lease is compared with the database's clock: of two that start a job, one gets
 * it.
 */
export function claimJob(id: number, now: Date): Sql {
  return sql`update job set started_at = ${now}, lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}::int)
    where id = ${id} and finished_at is null and (lease_until is null or lease_until <= clock_timestamp())
    returning body`;
}

/** SQL, because leases end by the database's clock. */
export function renewJobLease(id: number): Sql {
  return sql`update job set lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}::int) where id = ${id} and finished_at is null`;
}
