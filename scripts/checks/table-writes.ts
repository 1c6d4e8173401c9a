import { readFileSync } from 'node:fs';
import { Visitor } from 'oxc-parser';
import { lineOf, type SourceFile } from './source-files.ts';

/** The only folder of `src/` whose files write each table. */
export const owners: Record<string, string> = {
  paper: 'papers',
  paper_count: 'papers',
  paper_alias: 'papers',
  search_word: 'papers',
  source_state: 'papers',
  source_fetch: 'papers',
  source_position: 'papers',
  cached_response: 'papers',
  subscriber: 'subscribers',
  confirmation: 'subscribers',
  consent: 'subscribers',
  subscriber_import: 'subscribers',
  subscriber_import_row: 'subscribers',
  mailbox_throttle: 'subscribers',
  address_change: 'subscribers',
  erasure: 'subscribers',
  journal_entry: 'journal',
  journal_state: 'journal',
  suppression: 'suppressions',
  bounce: 'bounces',
  bounce_alert: 'bounces',
  webhook_nonce: 'bounces',
  digest: 'digests',
  digest_paper: 'digests',
  scheduler_heartbeat: 'digests',
  slot: 'digests',
  selection: 'digests',
  selection_key: 'digests',
  topic_match: 'digests',
  delivery: 'outbox',
  transactional_email: 'outbox',
  sender: 'outbox',
  send_rate_limiter: 'outbox',
  daily_quota_bucket: 'outbox',
  recipient_domain: 'outbox',
  relay: 'outbox',
  sent_alert: 'outbox',
  inbox_message: 'inbox',
  secret_key: 'db',
  api_key: 'admin',
  operator: 'admin',
  operator_session: 'admin',
  operator_invite: 'admin',
  audit_event: 'admin',
  job: 'admin',
  rate_limit: 'rate-limits',
};

/** Prisma's client property of each model and its table: `digestPaper` → `digest_paper`. */
export type Models = Map<string, string>;

export function modelsOf(schema: string): Models {
  const blocks = schema.split(/^model /m).slice(1);
  return new Map(
    blocks.map((block) => {
      const name = /^\w+/.exec(block)?.[0] ?? '';
      const table = /^ {2}@@map\("(\w+)"\)/m.exec(block)?.[1] ?? name;
      return [name.charAt(0).toLowerCase() + name.slice(1), table];
    }),
  );
}

export function readModels(): Models {
  return modelsOf(readFileSync('prisma/schema.prisma', 'utf8'));
}

type Write = { table: string; line: number };

/** `update set` (of an upsert) and `for update of` are not followed by a table. */
const statement =
  /\b(?:insert\s+into|update(?:\s+only)?|delete\s+from|merge\s+into|copy|truncate(?:\s+table)?)\s+"?(\w+)"?/gi;

const prismaWrite =
  /^(?:create|createMany|createManyAndReturn|update|updateMany|updateManyAndReturn|upsert|delete|deleteMany)$/;

/**
 * Returns the tables that a file writes, with SQL in any string or template or with Prisma's
 * methods.
 */
function writesOf({ text, parsed }: SourceFile, models: Models): Write[] {
  const tables = new Set(models.values());
  const writes: Write[] = [];
  const add = (table: string, offset: number) => writes.push({ table, line: lineOf(text, offset) });
  const addStatements = (sql: string, offset: number) => {
    for (const match of sql.matchAll(statement)) {
      if (match[1] !== undefined && tables.has(match[1])) add(match[1], offset + match.index);
    }
  };
  new Visitor({
    Literal: ({ value, start }) => {
      if (typeof value === 'string') addStatements(value, start);
    },
    TemplateElement: ({ value, start }) => addStatements(value.raw, start),
    CallExpression: ({ callee, start }) => {
      if (callee.type !== 'MemberExpression' || callee.object.type !== 'MemberExpression') return;
      const [method, model] = [callee.property, callee.object.property];
      if (
        method.type !== 'Identifier' ||
        model.type !== 'Identifier' ||
        !prismaWrite.test(method.name)
      )
        return;
      const table = models.get(model.name);
      if (table !== undefined) add(table, start);
    },
  }).visit(parsed.program);
  return writes;
}

/** Returns the writes to tables that the file's folder does not own. */
export function foreignWrites(file: SourceFile, models: Models): string[] {
  return writesOf(file, models)
    .filter(({ table }) => owners[table] !== file.folder)
    .map(
      ({ table, line }) =>
        `src/${file.path}:${line} writes ${table}, which ${owners[table] ?? 'no folder'} owns`,
    );
}
