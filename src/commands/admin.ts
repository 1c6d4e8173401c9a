import { type Command, Option } from 'commander';
import { operatorEmail } from '../admin/accounts/operators.ts';
import { operatorRole } from '../admin/accounts/roles.ts';
import { json, takes, withExamples } from './options.ts';

const actions = () => import('./actions/admin.ts');

/** `admin create`, `list` and `remove`. */
export function addAdmin(admin: Command): void {
  withExamples(admin, 'admin create --email ada@example.org');
  addCreate(admin);
  addList(admin);
  addRemove(admin);
}

function addCreate(admin: Command): void {
  withExamples(
    admin.command('create'),
    'admin create --email ada@example.org --role editor',
    'admin create --email ada@example.org --password-stdin < password.txt',
  )
    .description(
      'create an operator; or set a new password, which signs them out everywhere and turns off two-step sign-in',
    )
    .requiredOption('--email <address>', 'address of the operator', takes(operatorEmail))
    .addOption(
      new Option(
        '--role <role>',
        'viewer, editor or owner (default: owner for a new operator, else unchanged)',
      ).choices(operatorRole.options),
    )
    .option(
      '--password-stdin',
      'read the password from standard input; otherwise one is generated and printed once',
    )
    .addOption(json())
    .action(async (options) => (await actions()).create(options));
}

function addList(admin: Command): void {
  withExamples(admin.command('list'), 'admin list')
    .description('list the operators')
    .addOption(json())
    .action(async (options) => (await actions()).list(options));
}

function addRemove(admin: Command): void {
  withExamples(admin.command('remove'), 'admin remove --email ada@example.org')
    .description('remove an operator and sign them out everywhere')
    .requiredOption('--email <address>', 'address of the operator', takes(operatorEmail))
    .action(async (options) => (await actions()).remove(options));
}
