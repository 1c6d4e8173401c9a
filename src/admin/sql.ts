import { sql, type Sql } from '../db/sql.ts';

interface AuditEventRow {
  operatorId: number | null;
  apiKey: string | null;
  action: string;
  target: string;
}

/** SQL: the command line records events, and a first query through Prisma would cost it 48 MB. */
export function insertAuditEvent({ operatorId, apiKey, action, target }: AuditEventRow): Sql {
  return sql`insert into audit_event (operator_id, operator_email, api_key, action, target)
    values (
      ${operatorId}::int,
      (select email from operator where id = ${operatorId}::int),
      ${apiKey}, ${action}, ${target}
    )`;
}
