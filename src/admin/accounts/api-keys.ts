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

/** Makes a key; it is shown once, only its hash is kept. */
export async function createApiKey(ctx: Context, name: string, wanted: Scope[]): Promise<{ id: number; key: string }> {
  const key = `dp_${randomBytes(24).toString('base64url')}`;
  const row = await ctx.db.row(
    z.object({ id: z.number() }),
    sql`insert into api_key (name, hash, scopes) values (${name}, ${hashOf(key)}, ${wanted}::text[]) returning id`,
  );
  if (row === undefined) throw new Error('the key was not written');
  return { id: row.id, key };
}

/** The scopes of an `Authorization: Bearer` header, or undefined where the key is none of ours. */
export async function authenticate(ctx: Context, authorization: string | undefined): Promise<Scope[] | undefined> {
  const key = /^Bearer +(\S.*?) *$/i.exec(authorization ?? '')?.[1];
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

/** All keys, those that open something first; of a key itself only a hash is kept. */
export function listApiKeys(db: Queryable): Promise<z.output<typeof listed>[]> {
  return db.rows(
    listed,
    sql`select id, name, scopes, created_at "createdAt", last_used_at "lastUsedAt", revoked_at "revokedAt"
      from api_key order by revoked_at nulls first, id desc limit 500`,
  );
}

/** From now on this key opens nothing. @returns its name, where it did before */
export async function revokeApiKey(db: Queryable, id: number): Promise<string | undefined> {
  const row = await db.row(
    z.object({ name: z.string() }),
    sql`update api_key set revoked_at = clock_timestamp() where id = ${id} and revoked_at is null returning name`,
  );
  return row?.name;
}
