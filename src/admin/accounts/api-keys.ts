import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';

/** What a key may do: read or write papers, subscribers, digests. */
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

/** Creates a key. It is returned once; only its hash is stored. */
export async function createApiKey(ctx: Context, name: string, wanted: Scope[]): Promise<{ id: number; key: string }> {
  const key = `dp_${randomBytes(24).toString('base64url')}`;
  const row = await ctx.db.row(
    z.object({ id: z.number() }),
    sql`insert into api_key (name, hash, scopes) values (${name}, ${hashOf(key)}, ${wanted}::text[]) returning id`,
  );
  if (row === undefined) throw new Error('the key was not written');
  return { id: row.id, key };
}

/**
 * The token of an `Authorization: Bearer` header. Read before anybody is authenticated, from up to 16 KB: one pass, no
 * regular expression that backtracks over spaces.
 */
export function bearerToken(authorization: string | undefined): string | undefined {
  const [scheme, token] = [authorization?.slice(0, 7), authorization?.slice(7).trim()];
  return scheme?.toLowerCase() === 'bearer ' && token !== '' ? token : undefined;
}

/** The scopes of an `Authorization: Bearer` header, or undefined for an unknown or revoked key. */
export async function authenticate(ctx: Context, authorization: string | undefined): Promise<Scope[] | undefined> {
  const key = bearerToken(authorization);
  if (key === undefined) return undefined;
  const { ADMIN_API_KEY: admin } = ctx.config;
  if (admin !== undefined && timingSafeEqual(Buffer.from(hashOf(key)), Buffer.from(hashOf(admin)))) return [...scopes];
  const found = await ctx.db.row(
    z.object({ scopes: z.array(scope) }),
    sql`update api_key set last_used_at = clock_timestamp() where hash = ${hashOf(key)} and revoked_at is null returning scopes`,
  );
  return found?.scopes;
}

const listed = z.object({
  id: z.number(),
  name: z.string(),
  scopes: z.array(scope),
  createdAt: z.date(),
  lastUsedAt: z.date().nullable(),
  revokedAt: z.date().nullable(),
});

/** All keys, valid ones first. Only the hash of a key is stored. */
export function listApiKeys(db: Queryable): Promise<z.output<typeof listed>[]> {
  return db.rows(
    listed,
    sql`select id, name, scopes, created_at "createdAt", last_used_at "lastUsedAt", revoked_at "revokedAt"
      from api_key order by revoked_at nulls first, id desc limit 500`,
  );
}

/** Revokes a key. @returns its name, if it was valid before */
export async function revokeApiKey(db: Queryable, id: number): Promise<string | undefined> {
  const row = await db.row(
    z.object({ name: z.string() }),
    sql`update api_key set revoked_at = clock_timestamp() where id = ${id} and revoked_at is null returning name`,
  );
  return row?.name;
}
