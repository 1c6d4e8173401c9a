import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import type { Operator } from '../../generated/prisma/client.ts';
import { parseAddress } from '../../subscribers/address.ts';
import { recordAudit } from '../audit-log.ts';
import { hashPassword } from './passwords.ts';
import { endSessions } from './sessions.ts';

/** An operator's address, as the command line takes it. */
export const operatorEmail = z.string().transform((text, ctx) => {
  const parsed = parseAddress(text);
  if (parsed.ok) return parsed;
  ctx.addIssue({ code: 'custom', message: 'an address such as ada@example.org' });
  return z.NEVER;
});

/**
 * Creates an operator, or sets a new password for an existing one, which ends their sessions.
 * @returns whether the operator is new
 */
export async function createOperator(
  ctx: Context,
  { email, key: emailKey }: { email: string; key: string },
  password: string,
): Promise<{ isNew: boolean }> {
  const passwordHash = await hashPassword(password);
  return ctx.db.transaction(async (tx) => {
    const isNew = (await operatorByKey(tx, emailKey)) === null;
    const { id } = await tx.prisma.operator.upsert({
      where: { emailKey },
      create: { email, emailKey, passwordHash },
      update: { email, passwordHash },
    });
    await endSessions(tx, id);
    await recordAudit(tx, null, isNew ? 'operator-created' : 'operator-password', `#${id}`);
    return { isNew };
  });
}

export function operatorByKey({ prisma }: DbClient, emailKey: string): Promise<Operator | null> {
  return prisma.operator.findUnique({ where: { emailKey } });
}

/** All operators, the oldest first. */
export function listOperators({
  prisma,
}: DbClient): Promise<Pick<Operator, 'id' | 'email' | 'createdAt'>[]> {
  return prisma.operator.findMany({
    select: { id: true, email: true, createdAt: true },
    orderBy: { id: 'asc' },
  });
}

/**
 * Removes an operator and their sessions; their audit events stay. @returns false when there is no
 * such operator
 */
export function removeOperator({ db }: Context, emailKey: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const operator = await operatorByKey(tx, emailKey);
    if (operator === null) return false;
    await tx.prisma.operator.delete({ where: { id: operator.id } });
    await recordAudit(tx, null, 'operator-removed', `#${operator.id}`);
    return true;
  });
}

/** Whether anybody can sign in. */
export async function hasOperator({ prisma }: DbClient): Promise<boolean> {
  return (await prisma.operator.findFirst({ select: { id: true } })) !== null;
}
