import type { Context } from '../../context.ts';
import { countRequest, resetCount } from '../../rate-limits/request-counts.ts';
import { recordAudit } from '../audit-log.ts';
import { operatorByKey } from './operators.ts';
import { fits, nobodysHash } from './passwords.ts';
import { startSession } from './sessions.ts';

/** Attempts for one address, from all clients, within a window in milliseconds. */
const maximumTries = 20;
const window = 15 * 60_000;

/** Passwords that wait for their turn at most: each takes a fifth of a second of a core. */
const maximumWaiting = 20;

type SignIn =
  | { kind: 'signed-in'; secret: string }
  | { kind: 'wrong' }
  | { kind: 'too-often'; seconds: number };

/**
 * Signing in, by address and password. An unknown address and a wrong password get the same answer
 * in the same time. Passwords are checked one after the other: guesses must not take the threads
 * that compress pages and sign mails.
 */
export function makeSignIn(ctx: Context): (email: string, password: string) => Promise<SignIn> {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();

  function inTurn(stored: string, password: string): Promise<boolean> {
    waiting += 1;
    const turn = last.then(() => fits(stored, password)).finally(() => (waiting -= 1));
    last = turn.catch(() => {});
    return turn;
  }

  return async (email, password) => {
    const key = email.trim().toLowerCase();
    const name = `sign-in ${ctx.keys.mac('sign-in', key)}`;
    const { current, ttl } = await countRequest(ctx.db, name, window);
    if (current > maximumTries) return { kind: 'too-often', seconds: Math.ceil(ttl / 1000) };
    const operator = await operatorByKey(ctx.db, key);
    if (waiting >= maximumWaiting) return { kind: 'too-often', seconds: 10 };
    const right = await inTurn(operator?.passwordHash ?? nobodysHash, password);
    if (operator === null || !right) return { kind: 'wrong' };
    await resetCount(ctx.db, name);
    await recordAudit(ctx.db, operator.id, 'signed-in');
    return { kind: 'signed-in', secret: await startSession(ctx, operator.id) };
  };
}
