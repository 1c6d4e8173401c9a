import { Prisma } from '../generated/prisma/client.ts';
import { type Operand, operand, sql, type Sql } from '../db/sql.ts';

/**
 * Whether a suppression has not ended, by the database's clock. SQL, because Prisma can compare a
 * column only with a value.
 */
const inForce = sql`coalesce(suppression.ends_at > clock_timestamp(), true)`;

/** All current suppressions of known addresses, as text: `COPY` takes no parameters. */
export const suppressionsInForce = `select email_key, reason, evidence, created_at from suppression where email_key is not null and ${inForce.text}`;

/**
 * Whether an address is suppressed: a condition for statements that make another decision at the
 * same time.
 * @param emailKey the address in lower case; a column must include its table
 *   (`subscriber.email_key`)
 * @param hashes an array of the keyed hashes of the address. Required where an address may enter
 *   the database again, because the suppression of an erased address has no other key. Every
 *   subscriber has passed such a check, so the claim compares only the address.
 */
export function isSuppressed(emailKey: Operand, hashes?: Sql): Sql {
  const known = sql`exists (select from suppression where suppression.email_key = ${operand(emailKey)} and ${inForce})`;
  return hashes === undefined
    ? known
    : sql`(${known} or exists (select from suppression where suppression.email_hash = any(${hashes}) and ${inForce}))`;
}

/**
 * When an operator lifted the suppression of an address; null if none was lifted. SQL: a fragment of
 * other statements.
 */
export function suppressionEndOf(emailKey: Operand): Sql {
  return sql`(select ends_at from suppression where suppression.email_key = ${operand(emailKey)} and not ${inForce})`;
}

/**
 * From weakest to strongest: a stronger reason replaces a weaker one. `blocked`: suppressed by an
 * operator or by an imported list. A bounce is the weakest, because it may be revoked.
 */
export const suppressionReasons = ['bounced', 'blocked', 'complained'] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

/** The position of a reason, an SQL expression, among `suppressionReasons`. */
export const strength = (reason: string): Sql =>
  Prisma.raw(`array_position('{${suppressionReasons.join(',')}}', ${reason})`);

/** Whether a finding with this reason replaces a suppression with that one. */
export function isStronger(reason: SuppressionReason, than: string): boolean {
  return suppressionReasons.findIndex((one) => one === than) < suppressionReasons.indexOf(reason);
}

/** The evidence for a suppression. */
export interface Finding {
  emailKey: string;
  /**
   * Bounced: the address does not exist. Complained: its owner reported an email as spam. Blocked: an
   * operator or an import.
   */
  reason: SuppressionReason;
  /** The reply of the SMTP server, the bounce or the provider's event. */
  evidence: string | null;
}

/**
 * Adds many suppressions at once. An existing row is replaced only if it has ended or if its reason
 * is weaker. It then gets a new id, because lists are ordered by id, newest first. SQL: an upsert that
 * compares with the existing row.
 * @param findings a select of `email_key`, `reason`, `evidence` and `created_at` in this order
 */
export function addSuppressions(findings: Sql): Sql {
  return sql`insert into suppression as existing (email_key, reason, evidence, created_at)
    select distinct on (email_key) email_key, reason, evidence, created_at
    from (${findings}) as finding(email_key, reason, evidence, created_at)
    order by email_key, ${strength('finding.reason')} desc
    on conflict (email_key) do update set id = excluded.id, reason = excluded.reason, evidence = excluded.evidence,
      created_at = excluded.created_at, ends_at = null
      where existing.ends_at is not null or ${strength('existing.reason')} < ${strength('excluded.reason')}`;
}

/** Findings in the format of `addSuppressions`. */
export function foundNow(findings: Finding[]): Sql {
  return sql`select "emailKey", reason, evidence, now()
    from jsonb_to_recordset(${JSON.stringify(findings)}::jsonb) as finding("emailKey" text, reason text, evidence text)`;
}

/**
 * Deletes suppressions for bounces that turned out to be wrong, and returns their `email_key`: a
 * set of rows in one statement.
 * @param implausible a select of `email_key`, `since` and `until`; only suppressions created
 *   between these times are deleted
 */
export function deleteBounceSuppressions(implausible: Sql): Sql {
  return sql`delete from suppression using (${implausible}) as doubtful(email_key, since, until)
    where suppression.email_key = doubtful.email_key and reason = 'bounced' and ends_at is null
      and suppression.created_at between doubtful.since and doubtful.until
    returning suppression.email_key`;
}
