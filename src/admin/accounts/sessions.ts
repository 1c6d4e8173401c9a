import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import { deleteExpiredSessions, useSession } from './sql.ts';

const session = z.object({ tokenHash: z.string(), operatorId: z.number(), email: z.string() });

/** A browser that an operator is signed in with. */
export type Session = z.output<typeof session>;

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/**
 * Signs a browser in. @returns the value of its cookie: 256 random bits, of which only a hash is
 * stored
 */
export async function startSession({ db, config }: Context, operatorId: number): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await db.run(deleteExpiredSessions(config));
  await db.prisma.operatorSession.create({ data: { tokenHash: hashOf(token), operatorId } });
  return token;
}

/** The session of a cookie, unless it expired. Its last use is stored once a minute at most. */
export function findSession({ db, config }: Context, token: string): Promise<Session | undefined> {
  return db.row(session, useSession(config, hashOf(token)));
}

export async function endSession({ prisma }: DbClient, { tokenHash }: Session): Promise<void> {
  await prisma.operatorSession.deleteMany({ where: { tokenHash } });
}

/** Signs an operator out of every browser. */
export async function endSessions({ prisma }: DbClient, operatorId: number): Promise<void> {
  await prisma.operatorSession.deleteMany({ where: { operatorId } });
}

/** Where an operator is signed in, the last used first. */
export async function listSessions({ db, config }: Context, { operatorId, tokenHash }: Session) {
  await db.run(deleteExpiredSessions(config));
  const sessions = await db.prisma.operatorSession.findMany({
    where: { operatorId },
    orderBy: { lastUsedAt: 'desc' },
    take: 50,
  });
  return sessions.map((one) => ({ ...one, isCurrent: one.tokenHash === tokenHash }));
}
