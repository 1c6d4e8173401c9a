import { z } from 'zod';
import type { Queryable } from '../db/client.ts';
import { sql } from '../db/sql.ts';
import { subscriber, subscriberColumns, type Subscriber } from './subscriber.ts';

/** Subscribers whose address holds `q`, by id, after `after`. */
export function listSubscribers(
  db: Queryable,
  { q, status, after, limit }: { q?: string | undefined; status?: string | undefined; after: number; limit: number },
): Promise<Subscriber[]> {
  return db.rows(
    subscriber,
    sql`select ${subscriberColumns} from subscriber
      where id > ${after}::int and ${q === undefined ? sql`true` : sql`email_key like ${containing(q)}`}
        and (${status ?? null}::subscriber_status is null or status = ${status ?? null}::subscriber_status) order by id limit ${limit}`,
  );
}

/** A pattern of `like`: addresses that hold these letters. */
export function containing(q: string): string {
  return `%${literal(q)}%`;
}

/** The same, of those that begin with them. */
export function beginning(q: string): string {
  return `${literal(q)}%`;
}

function literal(q: string): string {
  return q.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`);
}

export function subscriberById(db: Queryable, id: number): Promise<Subscriber | undefined> {
  return db.row(subscriber, sql`select ${subscriberColumns} from subscriber where id = ${id}`);
}

export const consent = z.object({
  source: z.string(),
  at: z.date(),
  page: z.string().nullable(),
  note: z.string().nullable(),
});

/** Why this address may be mailed, oldest first. */
export function consentsOf(db: Queryable, subscriberId: number): Promise<z.output<typeof consent>[]> {
  return db.rows(
    consent,
    sql`select source, at, page, note from consent where subscriber_id = ${subscriberId} order by at, id`,
  );
}
