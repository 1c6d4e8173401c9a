import { text } from 'node:stream/consumers';
import {
  createOperator,
  listOperators,
  type OperatorEmail,
  removeOperator,
} from '../../admin/accounts/operators.ts';
import { generatePassword, password } from '../../admin/accounts/passwords.ts';
import type { Role } from '../../admin/accounts/roles.ts';
import type { JsonOption } from '../options.ts';
import { withContext } from './context.ts';
import { print } from './output.ts';

interface CreateOptions extends JsonOption {
  email: OperatorEmail;
  role?: Role;
  passwordStdin?: boolean;
}

export async function create(options: CreateOptions): Promise<void> {
  const { email } = options.email;
  const given = options.passwordStdin === true ? await readPassword() : undefined;
  const chosen = given ?? generatePassword();
  const made = await withContext(async (ctx) => ({
    ...(await createOperator(ctx, options.email, chosen, options.role)),
    url: `${ctx.config.PUBLIC_URL}/admin`,
  }));
  const shown = given === undefined ? { password: chosen } : {};
  print({ email, ...made, ...shown }, options.json, () => {
    const can = `${email} can sign in at ${made.url}`;
    return given === undefined ? `${can} with this password, which is shown once:\n${chosen}` : can;
  });
}

export async function list({ json }: JsonOption): Promise<void> {
  const operators = await withContext((ctx) => listOperators(ctx.db));
  print(operators, json, () => operators.map(({ email, role }) => `${role}\t${email}`).join('\n'));
}

export async function remove({ email }: { email: OperatorEmail }): Promise<void> {
  const isRemoved = await withContext((ctx) => removeOperator(ctx, email.key));
  if (!isRemoved) throw new Error(`there is no operator ${email.email}`);
  console.log(`removed: ${email.email}`);
}

/** Reads the first line of standard input. */
async function readPassword(): Promise<string> {
  const [line = ''] = (await text(process.stdin)).split(/\r?\n/, 1);
  const parsed = password.safeParse(line);
  if (parsed.success) return parsed.data;
  throw new Error(
    `invalid password on standard input, expected ${parsed.error.issues[0]?.message}`,
  );
}
