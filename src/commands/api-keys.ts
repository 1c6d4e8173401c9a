import { type Command, Option } from 'commander';
import { z } from 'zod';
import { apiKeyName, scope, scopes } from '../admin/accounts/api-keys.ts';
import { commaSeparated, json, takes, takesId, withExamples } from './options.ts';

const actions = () => import('./actions/api-keys.ts');

const lifetime = z.int('a number of days').min(1, 'at least 1 day').max(3650, 'at most 3650 days');

/** `api-key create`, `list` and `revoke`. */
export function addApiKeys(keys: Command): void {
  withExamples(keys, 'api-key create backup');
  addCreate(keys);
  addList(keys);
  addRevoke(keys);
}

function addCreate(keys: Command): void {
  withExamples(
    keys.command('create'),
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
    .action(async (name, options) => (await actions()).create(name, options));
}

function addList(keys: Command): void {
  withExamples(keys.command('list'), 'api-key list')
    .description('list the keys, without their secrets')
    .addOption(json())
    .action(async (options) => (await actions()).list(options));
}

function addRevoke(keys: Command): void {
  withExamples(keys.command('revoke'), 'api-key revoke 3')
    .argument('<id>', 'number of the key, as `api-key list` prints it', takesId('key'))
    .description('revoke a key at once')
    .action(async (id) => (await actions()).revoke(id));
}
