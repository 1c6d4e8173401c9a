import { connectionLimit } from '../db/connection-limit.ts';
import { sql, type Sql } from '../db/sql.ts';

/**
 * SQL: joins deliveries, which have no relation in Prisma, and uses the partial indexes of the
 * outbox.
 */
export function lateEmail(now: Date, minutes: number): Sql {
  return sql`with late as materialized (
        select digest_id from delivery join digest on digest.id = digest_id
        where state = 'queued' and digest.status in ('ready', 'sending')
          and due_at < ${now}::timestamptz - make_interval(mins => ${minutes}::int)
      ), mails as materialized (
        select from transactional_email where state = 'queued' and created_at < clock_timestamp() - make_interval(mins => ${minutes}::int)
      )
      select (select count(*) from late) as deliveries, (select count(*) from mails) as mails,
        exists (select from delivery where digest_id in (select digest_id from late)
            and sent_at > clock_timestamp() - make_interval(mins => ${minutes}::int))
          or exists (select from transactional_email where sent_at > clock_timestamp() - make_interval(mins => ${minutes}::int)) as moving`;
}

/**
 * Email of the last 7 days with a final uncertain result, and email of senders that no longer renew
 * their lease. SQL: joins deliveries, which have no relation in Prisma, and leases use the
 * database's clock.
 */
export function stuckEmail(now: Date): Sql {
  return sql`with alive as materialized (
        select id from sender where lease_until > clock_timestamp() - interval '1 minute'
      )
      select (select count(*) from delivery join digest on digest.id = digest_id
          where state = 'uncertain' and next_at is null and digest.date > ${now}::timestamptz - interval '7 days')
        + (select count(*) from transactional_email where state = 'uncertain' and next_at is null
          and created_at > clock_timestamp() - interval '7 days') as uncertain,
        (select count(*) from delivery where state = 'sending' and sender_id not in (select id from alive))
        + (select count(*) from transactional_email where state = 'sending' and sender_id not in (select id from alive)) as orphaned`;
}

/**
 * The time zones of active subscribers, and DIGEST_TIMEZONE, that Postgres does not know. SQL: reads
 * a system view.
 */
export function unknownZones(digestZone: string): Sql {
  return sql`select zone from (
        select distinct timezone as zone from subscriber where status = 'active' union select ${digestZone}
      ) as used
      where lower(zone) not in (select lower(name) from pg_timezone_names) order by zone`;
}

/**
 * `places` is the number of connections that the server, this database and this role allow. SQL:
 * reads Postgres settings.
 */
export const serverFacts = sql`select current_setting('server_version_num')::int as version, current_setting('server_version') as "versionText",
    clock_timestamp() as clock, pg_is_in_recovery() as standby,
    ${connectionLimit} as places,
    (select count(*)::int from pg_stat_activity
      where backend_type = 'client backend' and application_name not like 'daily-papers%') as others,
    current_setting('fsync') as fsync, current_setting('full_page_writes') as pages,
    current_setting('synchronous_commit') as commits`;
