import { Prisma } from '../generated/prisma/client.ts';

/** Whether a Prisma call failed because a concurrent request stored the same unique key. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
