import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import type { ApiKey } from '../../generated/prisma/client.ts';
import { isSameSecret } from '../../lib/same-secret.ts';
import { type Actor, recordAudit } from '../audit-log.ts';

/** The scopes of a key: read or write papers, subscribers, digests. */
export const scopes = [
  'papers:read',
  'papers:write',
  'subscribers:read',
  'subscribers:write',
  'digests:read',
  'digests:write',
] as const;
export const scope = z.enum(scopes, scopes.join(', '));
export type Scope = z.output<typeof scope>;

export const apiKeyName = z
  .string()
  .trim()
  .min(1, 'a name of 1 to 100 characters')
  .max(100, 'a name of 1 to 100 characters');

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/**
 * Creates a key and returns it. Only its hash is stored, so it cannot be read again.
 * @param days until it expires
 */
export function createApiKey(
  { db, now }: Context,
  by: Actor,
  name: string,
  granted: Scope[],
  days: number | null = null,
): Promise<{ id: number; key: string }> {
  const key = `dp_${randomBytes(24).toString('base64url')}`;
  const expiresAt = days === null ? null : new Date(now().getTime() + days * 86_400_000);
  return db.transaction(async (tx) => {
    const { id } = await tx.prisma.apiKey.create({
      data: { name, hash: hashOf(key), scopes: granted, expiresAt },
    });
    await recordAudit(tx, by, 'key-created', name);
    return { id, key };
  });
}

/**
 * Extracts the token of an `Authorization: Bearer` header. The header is unauthenticated and up to
 * 16 KB long, so it is parsed in one pass, without a regular expression that backtracks over
 * spaces.
 */
export function bearerToken(authorization: string | undefined): string | undefined {
  const [scheme, token] = [authorization?.slice(0, 7), authorization?.slice(7).trim()];
  return scheme?.toLowerCase() === 'bearer ' && token !== '' ? token : undefined;
}

export interface KeyHolder {
  /** The name of the key, for the audit log. */
  name: string;
  scopes: Scope[];
}

/**
 * Returns the key of an `Authorization: Bearer` header, or undefined if it is invalid, expired or
 * revoked.
 */
export async function authenticate(
  ctx: Context,
  authorization: string | undefined,
): Promise<KeyHolder | undefined> {
  const key = bearerToken(authorization);
  if (key === undefined) return undefined;
  const { ADMIN_API_KEY: admin } = ctx.config;
  if (admin !== undefined && isSameSecret(key, admin))
    return { name: 'ADMIN_API_KEY', scopes: [...scopes] };
  const found = await ctx.db.prisma.apiKey.findFirst({
    where: {
      hash: hashOf(key),
      revokedAt: null,
      OR: [{ expiresAt: null }, { expiresAt: { gt: ctx.now() } }],
    },
    select: { id: true, name: true, scopes: true, lastUsedAt: true },
  });
  if (found === null) return undefined;
  await recordUse(ctx, found);
  return { name: found.name, scopes: z.array(scope).parse(found.scopes) };
}

/**
 * Stores the last use at most once a minute. A write per request would cost more than the request.
 */
async function recordUse(
  { db, now }: Context,
  { id, lastUsedAt }: Pick<ApiKey, 'id' | 'lastUsedAt'>,
): Promise<void> {
  if (lastUsedAt !== null && now().getTime() - lastUsedAt.getTime() < 60_000) return;
  await db.prisma.apiKey.updateMany({ where: { id }, data: { lastUsedAt: now() } });
}

/** Lists all keys, valid ones first. */
export function listApiKeys({ prisma }: DbClient): Promise<Omit<ApiKey, 'hash'>[]> {
  return prisma.apiKey.findMany({
    omit: { hash: true },
    orderBy: [{ revokedAt: { sort: 'desc', nulls: 'first' } }, { id: 'desc' }],
    take: 500,
  });
}

/**
 * Revokes a key.
 * @returns its name, or undefined if it was not valid
 */
export function revokeApiKey(
  { db, now }: Context,
  by: Actor,
  id: number,
): Promise<string | undefined> {
  return db.transaction(async (tx) => {
    const [revoked] = await tx.prisma.apiKey.updateManyAndReturn({
      where: { id, revokedAt: null },
      data: { revokedAt: now() },
      select: { name: true },
    });
    if (revoked !== undefined) await recordAudit(tx, by, 'key-revoked', revoked.name);
    return revoked?.name;
  });
}
