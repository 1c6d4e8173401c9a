import {
  createApiKey,
  listApiKeys,
  revokeApiKey,
  type Scope,
} from '../../admin/accounts/api-keys.ts';
import type { JsonOption } from '../options.ts';
import { withContext } from './context.ts';
import { print } from './output.ts';

interface CreateOptions extends JsonOption {
  scopes: Scope[];
  days?: number;
}

export async function create(name: string, { scopes, days, json }: CreateOptions): Promise<void> {
  const created = await withContext((ctx) => createApiKey(ctx, null, name, scopes, days));
  print(created, json, () => created.key);
}

export async function list({ json }: JsonOption): Promise<void> {
  const keys = await withContext((ctx) => listApiKeys(ctx.db));
  print(keys, json, () =>
    keys.map((key) => [key.id, stateOf(key), key.name, key.scopes.join(',')].join('\t')).join('\n'),
  );
}

export async function revoke(id: number): Promise<void> {
  const name = await withContext((ctx) => revokeApiKey(ctx, null, id));
  if (name === undefined) throw new Error(`there is no valid key ${id}`);
  console.log(`revoked: ${name}`);
}

type Ends = { expiresAt: Date | null; revokedAt: Date | null };

function stateOf({ expiresAt, revokedAt }: Ends): string {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt.getTime() <= Date.now() ? 'expired' : 'valid';
}
