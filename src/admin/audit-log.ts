import { z } from 'zod';
import type { Queryable } from '../db/client.ts';
import { sql } from '../db/sql.ts';

/** What operators do, and the sentence that says it was done: on the page after it, and in the log. */
export const actWords = {
  'operator-created': 'act-operator-created',
  'operator-password': 'act-operator-password',
  'signed-in': 'act-signed-in',
  'signed-out': 'act-signed-out',
  'signed-out-everywhere': 'act-signed-out-everywhere',
  'digest-composed': 'act-digest-composed',
  'draft-moved': 'act-draft-moved',
  'draft-taken-out': 'act-draft-taken-out',
  'draft-added': 'act-draft-added',
  'digest-tested': 'act-digest-tested',
  'digest-sent': 'act-digest-sent',
  'digest-scheduled': 'act-digest-scheduled',
  'digest-paused': 'act-digest-paused',
  'digest-resumed': 'act-digest-resumed',
  'digest-taken-back': 'act-digest-taken-back',
  'digest-cancelled': 'act-digest-cancelled',
  'subscriber-added': 'act-subscriber-added',
  'subscriber-asked': 'act-subscriber-asked',
  'subscriber-paused': 'act-subscriber-paused',
  'subscriber-resumed': 'act-subscriber-resumed',
  'subscriber-unsubscribed': 'act-subscriber-unsubscribed',
  'subscriber-lifted': 'act-subscriber-lifted',
  'subscriber-erased': 'act-subscriber-erased',
  'subscribers-imported': 'act-subscribers-imported',
  'paper-added': 'act-paper-added',
  'paper-edited': 'act-paper-edited',
  'papers-imported': 'act-papers-imported',
  'papers-fetched': 'act-papers-fetched',
  'key-made': 'act-key-made',
  'key-revoked': 'act-key-revoked',
} as const;
export type Act = keyof typeof actWords;

export function isAct(text: string): text is Act {
  return Object.hasOwn(actWords, text);
}

/** Writes into the log who did what. @param thing its id, date or name; never an address */
export async function noteAct(db: Queryable, operatorId: number | null, act: Act, thing = ''): Promise<void> {
  await db.run(
    sql`insert into operator_act (operator_id, act, thing) values (${operatorId}, ${act}, ${thing.slice(0, 200)})`,
  );
}

const noted = z.object({
  id: z.number(),
  at: z.date(),
  /** Null: the command line, or an operator who is gone. */
  email: z.string().nullable(),
  act: z.string(),
  thing: z.string(),
});

/** The log, newest first. */
export function listActs(
  db: Queryable,
  { before, limit }: { before: number | null; limit: number },
): Promise<z.output<typeof noted>[]> {
  return db.rows(
    noted,
    sql`select operator_act.id, at, email, act, thing from operator_act
      left join operator on operator.id = operator_id
      where ${before}::int is null or operator_act.id < ${before}::int
      order by operator_act.id desc limit ${limit}`,
  );
}
