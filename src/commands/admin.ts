import { text as readText } from 'node:stream/consumers';
import { type Command, Option } from 'commander';
import type { z } from 'zod';
import {
  createOperator,
  listOperators,
  operatorEmail,
  removeOperator,
} from '../admin/accounts/operators.ts';
import { operatorRole, type Role } from '../admin/accounts/roles.ts';
import { newPassword, password } from '../admin/accounts/passwords.ts';
import { json, print, takes, withContext, withExamples } from './command-line.ts';

/** `admin create`, `list` and `remove`. */
export function addAdmin(program: Command): void {
  const command = withExamples(
    program.command('admin'),
    'admin create --email ada@example.org',
  ).description('manage the operators, who sign in at /admin');
  addCreate(command);
  addList(command);
  addRemove(command);
}

function addCreate(command: Command): void {
  withExamples(
    command.command('create'),
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
    .action(
      async (options: {
        email: z.output<typeof operatorEmail>;
        role?: Role;
        passwordStdin?: boolean;
        json?: boolean;
      }) => {
        const { email } = options.email;
        const given = options.passwordStdin === true ? await readPassword() : undefined;
        const chosen = given ?? newPassword();
        const made = await withContext(async (ctx) => ({
          ...(await createOperator(ctx, options.email, chosen, options.role)),
          url: `${ctx.config.PUBLIC_URL}/admin`,
        }));
        const shown = given === undefined ? { password: chosen } : {};
        print({ email, ...made, ...shown }, options.json, () => {
          const can = `${email} can sign in at ${made.url}`;
          return given === undefined
            ? `${can} with this password, which is shown once:\n${chosen}`
            : can;
        });
      },
    );
}

function addList(command: Command): void {
  withExamples(command.command('list'), 'admin list')
    .description('list the operators')
    .addOption(json())
    .action(async (options: { json?: boolean }) => {
      const operators = await withContext((ctx) => listOperators(ctx.db));
      print(operators, options.json, () =>
        operators.map(({ email, role }) => `${role}\t${email}`).join('\n'),
      );
    });
}

function addRemove(command: Command): void {
  withExamples(command.command('remove'), 'admin remove --email ada@example.org')
    .description('remove an operator and sign them out everywhere')
    .requiredOption('--email <address>', 'address of the operator', takes(operatorEmail))
    .action(async (options: { email: z.output<typeof operatorEmail> }) => {
      const { email, key } = options.email;
      const isRemoved = await withContext((ctx) => removeOperator(ctx, key));
      if (!isRemoved) throw new Error(`there is no operator ${email}`);
      console.log(`removed: ${email}`);
    });
}

/** The first line of standard input. */
async function readPassword(): Promise<string> {
  const [line = ''] = (await readText(process.stdin)).split(/\r?\n/, 1);
  const parsed = password.safeParse(line);
  if (parsed.success) return parsed.data;
  throw new Error(
    `the password on standard input was refused: it takes ${parsed.error.issues[0]?.message}`,
  );
}
