import { z } from 'zod';
import { Prisma } from '../generated/prisma/client.ts';

/** Tag of a statement: values are sent as parameters, never as text. */
export const sql = Prisma.sql;
export type Sql = Prisma.Sql;

/**
 * A frequent statement, which Postgres plans once per connection: planning a long one takes three
 * times as long as executing it. The plan remains while tables grow, until Postgres analyzes them,
 * so use it only for statements that find single rows by a unique key and whose text never changes.
 * A join of a table with a list of keys is no such statement (`outbox/sql/record.ts`).
 */
export class PreparedSql extends Prisma.Sql {
  /** Identifies the statement on a connection. */
  readonly name: string;

  constructor(name: string, { strings, values }: Sql) {
    super(strings, values);
    this.name = name;
  }
}

/** A value, or a column or expression of the statement that contains the fragment. */
export type Operand = { value: string } | { column: string };

export function operand(given: Operand): Sql | string {
  return 'value' in given ? given.value : Prisma.raw(given.column);
}

/** A `date` column as `YYYY-MM-DD`, on every kind of connection. */
export const sqlDate = z.union([
  z.string(),
  z.date().transform((date) => date.toISOString().slice(0, 10)),
]);
