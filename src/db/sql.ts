import { z } from 'zod';
import { Prisma } from '../generated/prisma/client.ts';

/** Tag of a statement: values are sent as parameters, never as text. */
export const sql = Prisma.sql;
export type Sql = Prisma.Sql;

/** A `date` column of a statement, as `YYYY-MM-DD`, on every kind of connection. */
export const sqlDate = z.union([
  z.string(),
  z.date().transform((date) => date.toISOString().slice(0, 10)),
]);
