import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import {
  apiKeyName,
  createApiKey,
  listApiKeys,
  revokeApiKey,
  type Scope,
  scope,
  scopes,
} from '../admin/accounts/api-keys.ts';
import { idParam } from '../lib/pagination.ts';
import { recordAudit } from '../admin/audit-log.ts';
import {
  commaSeparated,
  json,
  print,
  takes,
  withAudit,
  withContext,
  withExamples,
} from './command-line.ts';

const lifetime = z.int('a number of days').min(1, 'at least 1 day').max(3650, 'at most 3650 days');

/** `api-key create`, `list` and `revoke`. */
export function addApiKeys(program: Command): void {
  const command = withExamples(program.command('api-key'), 'api-key create backup').description(
    'manage the API keys',
  );
  addCreate(command);
  addList(command);
  addRevoke(command);
}

function addCreate(command: Command): void {
  withExamples(
    command.command('create'),
    'api-key create backup',
    'api-key create website --scopes papers:read --days 90',
  )
    .argument('<name>', 'what the key is for', takes(apiKeyName))
    .description('create a key and print it; it is shown only once')
    .addOption(
      new Option('--scopes <scopes>', `separated by commas: ${scopes.join(', ')}`)
        .default([...scopes], 'all')
        .argParser(takes(z.array(scope), commaSeparated)),
    )
    .option('--days <days>', 'days until the key expires (default: never)', takes(lifetime, Number))
    .addOption(json())
    .action(async (name: string, options: { scopes: Scope[]; days?: number; json?: boolean }) => {
      const created = await withAudit({ action: 'key-created', target: name }, (ctx) =>
        createApiKey(ctx, name, options.scopes, options.days),
      );
      print(created, options.json, () => created.key);
    });
}

function addList(command: Command): void {
  withExamples(command.command('list'), 'api-key list')
    .description('list the keys, without their secrets')
    .addOption(json())
    .action(async (options: { json?: boolean }) => {
      const keys = await withContext((ctx) => listApiKeys(ctx.db));
      print(keys, options.json, () =>
        keys
          .map((key) => [key.id, stateOf(key), key.name, key.scopes.join(',')].join('\t'))
          .join('\n'),
      );
    });
}

function addRevoke(command: Command): void {
  withExamples(command.command('revoke'), 'api-key revoke 3')
    .argument('<id>', 'number of the key, as `api-key list` prints it', keyId)
    .description('revoke a key at once')
    .action(async (id: number) => {
      const name = await withContext(async (ctx) => {
        const revoked = await revokeApiKey(ctx, id);
        if (revoked === undefined) throw new Error(`there is no valid key ${id}`);
        await recordAudit(ctx.db, null, 'key-revoked', revoked);
        return revoked;
      });
      console.log(`revoked: ${name}`);
    });
}

type Ends = { expiresAt: Date | null; revokedAt: Date | null };

function stateOf({ expiresAt, revokedAt }: Ends): string {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt.getTime() <= Date.now() ? 'expired' : 'valid';
}

function keyId(text: string): number {
  const { success, data } = idParam.safeParse({ id: text });
  if (!success) throw new InvalidArgumentError('It takes the number of a key.');
  return data.id;
}
