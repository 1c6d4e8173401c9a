import { createHash, randomBytes } from 'node:crypto';
import type { Config } from '../../config/config.ts';
import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import { databaseNow } from '../../db/clock.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { Role } from './roles.ts';

/** A browser in which an operator is signed in. */
export interface Session {
  id: number;
  tokenHash: string;
  operatorId: number;
  email: string;
  role: Role;
  timezone: string | null;
}

/** Minimum milliseconds between two updates of a session's last use. */
const useInterval = 60_000;

/**
 * Expired sessions: unused for SESSION_IDLE_TIMEOUT, or older than SESSION_LIFETIME. Uses the
 * database's clock, which all servers share.
 */
function expiredAt(now: Date, { SESSION_IDLE_TIMEOUT: idle, SESSION_LIFETIME: lifetime }: Config) {
  return {
    OR: [
      { lastUsedAt: { lt: new Date(now.getTime() - idle) } },
      { startedAt: { lt: new Date(now.getTime() - lifetime) } },
    ],
  } satisfies Prisma.OperatorSessionWhereInput;
}

async function deleteExpired({ db, config }: Context): Promise<void> {
  await db.prisma.operatorSession.deleteMany({ where: expiredAt(await databaseNow(db), config) });
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/**
 * Starts a session.
 * @returns the value of its cookie: 256 random bits, of which only a hash is stored
 */
export async function startSession(
  ctx: Context,
  operatorId: number,
  userAgent = '',
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await deleteExpired(ctx);
  await ctx.db.prisma.operatorSession.create({
    data: { tokenHash: hashOf(token), operatorId, userAgent: userAgent.slice(0, 200) },
  });
  return token;
}

/**
 * Returns the session of a cookie unless it has expired. Its last use is stored at most once a
 * minute.
 */
export async function findSession(
  { db, config }: Context,
  token: string,
): Promise<Session | undefined> {
  const tokenHash = hashOf(token);
  const now = await databaseNow(db);
  const found = await db.prisma.operatorSession.findFirst({
    where: { tokenHash, NOT: expiredAt(now, config) },
    include: { operator: { select: { email: true, role: true, timezone: true } } },
  });
  if (found === null) return undefined;
  if (found.lastUsedAt.getTime() < now.getTime() - useInterval)
    await db.prisma.operatorSession.updateMany({ where: { tokenHash }, data: { lastUsedAt: now } });
  const { id, operatorId, operator } = found;
  return { id, tokenHash, operatorId, ...operator };
}

export async function endSession({ prisma }: DbClient, { tokenHash }: Session): Promise<void> {
  await prisma.operatorSession.deleteMany({ where: { tokenHash } });
}

/**
 * Signs an operator out of one browser.
 * @returns whether the session existed
 */
export async function endSessionById(
  { prisma }: DbClient,
  { operatorId, id }: { operatorId: number; id: number },
): Promise<boolean> {
  return (await prisma.operatorSession.deleteMany({ where: { id, operatorId } })).count > 0;
}

/** Signs an operator out of every other browser. */
export async function endOtherSessions(
  { prisma }: DbClient,
  { operatorId, id }: Session,
): Promise<void> {
  await prisma.operatorSession.deleteMany({ where: { operatorId, id: { not: id } } });
}

/** Signs an operator out of every browser. */
export async function endSessions({ prisma }: DbClient, operatorId: number): Promise<void> {
  await prisma.operatorSession.deleteMany({ where: { operatorId } });
}

/** The sessions of an operator, most recently used first. */
export async function listSessions(ctx: Context, { operatorId, id }: Session) {
  await deleteExpired(ctx);
  const sessions = await ctx.db.prisma.operatorSession.findMany({
    where: { operatorId },
    orderBy: { lastUsedAt: 'desc' },
    take: 50,
  });
  return sessions.map((one) => ({ ...one, isCurrent: one.id === id }));
}
