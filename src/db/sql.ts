import { Prisma } from '../generated/prisma/client.ts';

/** A statement with its values apart: `sql`select ${1}`` is sent as `select $1`, never pasted. */
export const sql = Prisma.sql;
export type Sql = Prisma.Sql;
