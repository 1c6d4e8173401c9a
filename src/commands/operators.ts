import { text as readText } from 'node:stream/consumers';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { apiKeyName, createApiKey, type Scope, scope, scopes } from '../admin/accounts/api-keys.ts';
import { createOperator, operatorEmail } from '../admin/accounts/operators.ts';
import { newPassword, password } from '../admin/accounts/passwords.ts';
import { commaSeparated, json, print, takes, withContext, withExamples } from './command-line.ts';

/** `admin create` and `api-key create`. */
export function addOperators(program: Command): void {
  const admin = withExamples(program.command('admin'), 'admin create --email ada@example.org').description(
    'operators, who can sign in under /admin',
  );

  withExamples(
    admin.command('create'),
    'admin create --email ada@example.org',
    'admin create --email ada@example.org --password-stdin < password.txt',
  )
    .description('create an operator, or set a new password for an existing one and end their sessions')
    .requiredOption('--email <address>', 'address of the operator', takes(operatorEmail))
    .option('--password-stdin', 'read the password from standard input (default: generate one and print it once)')
    .addOption(json())
    .action(async (options: { email: z.output<typeof operatorEmail>; passwordStdin?: boolean; json?: boolean }) => {
      const { email } = options.email;
      const given = options.passwordStdin === true ? await readPassword() : undefined;
      const chosen = given ?? newPassword();
      const made = await withContext(async (ctx) => ({
        ...(await createOperator(ctx, options.email, chosen)),
        url: `${ctx.config.PUBLIC_URL}/admin`,
      }));
      const shown = given === undefined ? { password: chosen } : {};
      print({ email, ...made, ...shown }, options.json, () => {
        const can = `${email} can sign in at ${made.url}`;
        return given === undefined ? `${can} with this password, which is shown once:\n${chosen}` : can;
      });
    });

  const apiKeys = withExamples(program.command('api-key'), 'api-key create backup').description('keys for the API');

  withExamples(
    apiKeys.command('create'),
    'api-key create backup',
    `api-key create website --scopes ${scopes.slice(0, 1).join(',')}`,
  )
    .argument('<name>', 'what the key is for', takes(apiKeyName))
    .description('create an API key and print it once; only its hash is stored')
    .addOption(
      new Option('--scopes <scopes>', `separated by commas: ${scopes.join(', ')}`)
        .default([...scopes], 'all')
        .argParser(takes(z.array(scope), commaSeparated)),
    )
    .addOption(json())
    .action(async (name: string, options: { scopes: Scope[]; json?: boolean }) => {
      const made = await withContext((ctx) => createApiKey(ctx, name, options.scopes));
      print(made, options.json, () => made.key);
    });
}

/** The first line of standard input. */
async function readPassword(): Promise<string> {
  const [line = ''] = (await readText(process.stdin)).split(/\r?\n/, 1);
  const parsed = password.safeParse(line);
  if (parsed.success) return parsed.data;
  throw new Error(`the password on standard input is invalid: it must be ${parsed.error.issues[0]?.message}`);
}
