import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { sql } from '../db/sql.ts';

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
