import type { Context } from '../../context.ts';
import { databaseNow } from '../../db/clock.ts';
import type { Operator } from '../../generated/prisma/client.ts';
import { addressKey } from '../../subscribers/address.ts';
import { recordAudit } from '../audit-log.ts';
import { operatorByKey } from './operators.ts';
import { verifyPassword, dummyHash } from './passwords.ts';
import { useCode } from './second-factor.ts';
import { type Client, countTry, isKnownDevice, resetTries } from './sign-in-limits.ts';

/**
 * Maximum number of queued password checks. Each takes a fifth of a second of one core. Known devices
 * may exceed it, because each has few attempts.
 */
const maximumWaiting = 20;

/** Milliseconds after the password within which the code has to be entered. */
const ticketLifetime = 5 * 60_000;

export type SignIn =
  | { kind: 'signed-in'; operator: Operator }
  /** The password is correct. The ticket proves it in the next step. */
  | { kind: 'second-factor'; ticket: string }
  | { kind: 'wrong' }
  | { kind: 'too-often'; seconds: number };

interface Credentials {
  email: string;
  password: string;
  client: Client;
}

/**
 * The first step of signing in, with address and password. An unknown address and a wrong password
 * get the same response after the same time. Passwords are checked one at a time, so that guesses
 * do not occupy the threads that compress pages and sign emails.
 */
export function makeSignIn(ctx: Context): (credentials: Credentials) => Promise<SignIn> {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();

  function inTurn(stored: string, password: string): Promise<boolean> {
    waiting += 1;
    const turn = last.then(() => verifyPassword(stored, password)).finally(() => (waiting -= 1));
    last = turn.catch(() => {});
    return turn;
  }

  return async ({ email, password, client }) => {
    const key = addressKey(email);
    const seconds = await countTry(ctx, 'password', key, client);
    if (seconds !== undefined) return { kind: 'too-often', seconds };
    const operator = await operatorByKey(ctx.db, key);
    if (waiting >= maximumWaiting && !isKnownDevice(ctx, key, client.device))
      return { kind: 'too-often', seconds: 10 };
    const right = await inTurn(operator?.passwordHash ?? dummyHash, password);
    if (operator === null || !right) return { kind: 'wrong' };
    await resetTries(ctx, 'password', key, client);
    if (operator.totpSecret !== null)
      return { kind: 'second-factor', ticket: await ticketOf(ctx, operator) };
    await recordAudit(ctx.db, operator.id, 'signed-in');
    return { kind: 'signed-in', operator };
  };
}

/** Creates a ticket `<id>.<time>.<MAC>`. Nothing is stored. A new password invalidates it. */
async function ticketOf(ctx: Context, operator: Operator): Promise<string> {
  const at = (await databaseNow(ctx.db)).getTime();
  return `${operator.id}.${at}.${ctx.keys.mac('second-factor', ticketText(operator, at))}`;
}

function ticketText({ id, passwordHash }: Operator, at: number): string {
  return `${id} ${at} ${passwordHash}`;
}

/** The second step: a code from the authenticator app, or a recovery code. */
export async function enterCode(
  ctx: Context,
  { ticket, code, client }: { ticket: string; code: string; client: Client },
): Promise<SignIn> {
  const operator = await operatorOf(ctx, ticket);
  if (operator === undefined) return { kind: 'wrong' };
  const { emailKey } = operator;
  const seconds = await countTry(ctx, 'code', emailKey, client);
  if (seconds !== undefined) return { kind: 'too-often', seconds };
  if (!(await useCode(ctx, operator, code))) return { kind: 'second-factor', ticket };
  await resetTries(ctx, 'code', emailKey, client);
  await recordAudit(ctx.db, operator.id, 'signed-in');
  return { kind: 'signed-in', operator };
}

/** Returns the operator whose password was entered for this ticket. */
export async function operatorOf(ctx: Context, ticket: string): Promise<Operator | undefined> {
  const [, id, at, mac] = /^([1-9]\d{0,8})\.(\d{1,15})\.([\w-]{22})$/.exec(ticket) ?? [];
  if (id === undefined || mac === undefined) return undefined;
  const issuedAt = Number(at);
  const operator = await ctx.db.prisma.operator.findUnique({ where: { id: Number(id) } });
  const age = (await databaseNow(ctx.db)).getTime() - issuedAt;
  if (operator === null || age > ticketLifetime) return undefined;
  return ctx.keys.verify('second-factor', ticketText(operator, issuedAt), mac)
    ? operator
    : undefined;
}
