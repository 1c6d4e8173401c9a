import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';
import { parseAddress } from '../../subscribers/address.ts';
import { noteAct } from '../audit-log.ts';
import { hashPassword } from './passwords.ts';

/** An operator's address, as the command line takes it. */
export const operatorEmail = z.string().transform((text, ctx) => {
  const parsed = parseAddress(text);
  if (parsed.ok) return parsed;
  ctx.addIssue({ code: 'custom', message: 'an address such as ada@example.org' });
  return z.NEVER;
});

/** Makes an operator, or gives one a new password, which signs them out everywhere. @returns whether they are new */
export async function createOperator(
  ctx: Context,
  { email, key }: { email: string; key: string },
  password: string,
): Promise<{ isNew: boolean }> {
  const hash = await hashPassword(password);
  return ctx.db.sqlTransaction(async (tx) => {
    const row = await tx.row(
      z.object({ id: z.number(), isNew: z.boolean() }),
      sql`insert into operator (email, email_key, password_hash) values (${email}, ${key}, ${hash})
        on conflict (email_key) do update set email = excluded.email, password_hash = excluded.password_hash
        returning id, xmax = 0 as "isNew"`,
    );
    if (row === undefined) throw new Error('the operator was not written');
    await tx.run(sql`delete from operator_session where operator_id = ${row.id}`);
    await noteAct(tx, null, row.isNew ? 'operator-created' : 'operator-password', `#${row.id}`);
    return { isNew: row.isNew };
  });
}

const kept = z.object({ id: z.number(), passwordHash: z.string() });

export function operatorByKey(db: Queryable, key: string): Promise<z.output<typeof kept> | undefined> {
  return db.row(kept, sql`select id, password_hash "passwordHash" from operator where email_key = ${key}`);
}

/** Whether anybody can sign in at all. */
export async function hasOperator(db: Queryable): Promise<boolean> {
  return (await db.row(z.object({}), sql`select from operator limit 1`)) !== undefined;
}
