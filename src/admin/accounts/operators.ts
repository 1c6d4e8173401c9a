import { z } from 'zod';
import type { Context } from '../../context.ts';
import { lockInTransaction } from '../../db/advisory-lock.ts';
import type { DbClient } from '../../db/client.ts';
import type { Operator } from '../../generated/prisma/client.ts';
import { parseAddress } from '../../subscribers/address.ts';
import { recordAudit } from '../audit-log.ts';
import { hashPassword } from './passwords.ts';
import type { Role } from './roles.ts';
import { endSessions } from './sessions.ts';

/** An operator's address, as entered on the command line or a page. */
export const operatorEmail = z.string().transform((text, ctx) => {
  const parsed = parseAddress(text);
  if (parsed.ok) return { email: parsed.email, key: parsed.key };
  ctx.addIssue({ code: 'custom', message: 'an address such as ada@example.org' });
  return z.NEVER;
});
export type OperatorEmail = z.output<typeof operatorEmail>;

/**
 * Creates an operator, or resets the password of an existing one, which ends their sessions and
 * removes their second factor. This is how an operator who lost it regains access: it requires a
 * shell on the server.
 * @param role changes the role of an existing operator if given
 * @returns whether the operator is new
 */
export async function createOperator(
  ctx: Context,
  { email, key: emailKey }: OperatorEmail,
  password: string,
  role?: Role,
): Promise<{ isNew: boolean; role: Role }> {
  const passwordHash = await hashPassword(password);
  return ctx.db.transaction(async (tx) => {
    const isNew = (await operatorByKey(tx, emailKey)) === null;
    const operator = await tx.prisma.operator.upsert({
      where: { emailKey },
      create: { email, emailKey, passwordHash, role: role ?? 'owner' },
      update: { email, passwordHash, ...noSecondFactor, ...(role !== undefined && { role }) },
    });
    await endSessions(tx, operator.id);
    if (operator.role !== 'owner')
      await tx.prisma.operatorInvite.deleteMany({ where: { invitedBy: operator.id } });
    const withRole = `#${operator.id} ${operator.role}`;
    if (isNew) await recordAudit(tx, null, 'operator-created', withRole);
    else await recordAudit(tx, null, 'operator-password', `#${operator.id}`);
    if (role !== undefined && !isNew) await recordAudit(tx, null, 'operator-role', withRole);
    return { isNew, role: operator.role };
  });
}

/** The columns of an operator without a second factor. */
export const noSecondFactor = { totpSecret: null, totpStep: null, recoveryHashes: [] };

export function operatorByKey({ prisma }: DbClient, emailKey: string): Promise<Operator | null> {
  return prisma.operator.findUnique({ where: { emailKey } });
}

export function operatorById({ prisma }: DbClient, id: number): Promise<Operator> {
  return prisma.operator.findUniqueOrThrow({ where: { id } });
}

/** The columns that lists of operators show. */
type OperatorLine = Pick<Operator, 'id' | 'email' | 'role' | 'createdAt'> & {
  hasSecondFactor: boolean;
};

/** Lists all operators, oldest first. */
export async function listOperators({ prisma }: DbClient): Promise<OperatorLine[]> {
  const operators = await prisma.operator.findMany({ orderBy: { id: 'asc' } });
  return operators.map(({ id, email, role, createdAt, totpSecret }) => ({
    id,
    email,
    role,
    createdAt,
    hasSecondFactor: totpSecret !== null,
  }));
}

/**
 * Removes an operator and their sessions. Their audit events remain.
 * @returns false if the operator does not exist
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

/** The acting owner and the affected operator. */
interface ByOwner {
  by: number;
  id: number;
}

/**
 * Changes an operator's role on behalf of an owner. Operators cannot change their own role, so at
 * least one owner remains. The invitations of an owner end with the role.
 * @returns whether it was changed
 */
export function changeRole({ db }: Context, { by, id }: ByOwner, role: Role): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await mayManage(tx, { by, id }))) return false;
    const { count } = await tx.prisma.operator.updateMany({ where: { id }, data: { role } });
    if (count === 0) return false;
    if (role !== 'owner') await tx.prisma.operatorInvite.deleteMany({ where: { invitedBy: id } });
    await recordAudit(tx, by, 'operator-role', `#${id} ${role}`);
    return true;
  });
}

/**
 * Removes another operator on behalf of an owner.
 * @returns whether they were removed
 */
export function removeOther({ db }: Context, { by, id }: ByOwner): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await mayManage(tx, { by, id }))) return false;
    const { count } = await tx.prisma.operator.deleteMany({ where: { id } });
    if (count > 0) await recordAudit(tx, by, 'operator-removed', `#${id}`);
    return count > 0;
  });
}

/**
 * Serializes two owners who demote each other at the same time: the second is no longer an owner.
 */
async function mayManage(tx: DbClient, { by, id }: ByOwner): Promise<boolean> {
  await lockInTransaction(tx, 'operators');
  const owner = await tx.prisma.operator.findUnique({ where: { id: by, role: 'owner' } });
  return owner !== null && by !== id;
}

/** Whether any operator exists. */
export async function hasOperator({ prisma }: DbClient): Promise<boolean> {
  return (await prisma.operator.findFirst({ select: { id: true } })) !== null;
}
