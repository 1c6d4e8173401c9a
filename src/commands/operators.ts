import { text as readText } from 'node:stream/consumers';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { apiKeyName, createApiKey, type Scope, scope, scopes } from '../admin/accounts/api-keys.ts';
import { createOperator, operatorEmail } from '../admin/accounts/operators.ts';
import { newPassword, password } from '../admin/accounts/passwords.ts';
import { commaSeparated, json, print, takes, withContext } from './command-line.ts';

/** `admin create` and `api-key create`. */
export function addOperators(program: Command): void {
  program
    .command('admin')
    .description('operators: who may use the pages under /admin')
    .command('create')
    .description('make an operator; of one who is there it changes the password and signs them out everywhere')
    .requiredOption('--email <address>', 'whom', takes(operatorEmail))
    .option('--password-stdin', 'read the password from standard input; without it one is made, and printed once')
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

  program
    .command('api-key')
    .description('keys for the API')
    .command('create')
    .argument('<name>', 'what the key is for', takes(apiKeyName))
    .description('make a key for the API and print it: this once, for only its hash is kept')
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
  throw new Error(`standard input got a password that will not do: it takes ${parsed.error.issues[0]?.message}`);
}
