import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Context } from '../../context.ts';
import { countRequest, resetCount } from '../../rate-limits/request-counts.ts';

/** Milliseconds of the window in which attempts are counted. */
const window = 15 * 60_000;

/**
 * Maximum attempts per address: by one client, by one known device, and by all unknown clients
 * together. Codes have a million values, and are asked of those who know the password.
 */
const maximum = {
  password: { client: 10, device: 20, account: 100 },
  code: { client: 10, device: 10, account: 10 },
};

/** What is entered in a step of signing in. */
type Step = keyof typeof maximum;

/**
 * Maximum attempts per client and minute. The limit does not apply to requests that have their own:
 * other people in the same network must not keep an operator from signing in.
 */
export const limitUnless = (
  allowList: (request: FastifyRequest) => boolean | Promise<boolean>,
) => ({
  rateLimit: { max: 10, hook: 'preHandler' as const, allowList },
});

export interface Client {
  /** A keyed hash of the network address. */
  hash: string;
  /** The cookie of a device that was used to sign in before. */
  device: string | undefined;
}

/** Creates a cookie for a device that was used to sign in with this address. */
export function newDevice({ keys }: Context, emailKey: string): string {
  const nonce = randomBytes(16).toString('base64url');
  return `${nonce}.${keys.mac('device', `${emailKey} ${nonce}`)}`;
}

/** Whether a device was used to sign in with this address before. */
export function isKnownDevice({ keys }: Context, emailKey: string, device = ''): boolean {
  const [nonce = '', mac = ''] = device.slice(0, 100).split('.');
  return nonce !== '' && keys.verify('device', `${emailKey} ${nonce}`, mac);
}

/**
 * Counts an attempt for an address. Known devices are counted separately, so that nobody can lock
 * an operator out of their own browser. Unknown clients are limited individually and together.
 * @returns the seconds to wait if there were too many attempts
 */
export async function countTry(
  ctx: Context,
  step: Step,
  emailKey: string,
  client: Client,
): Promise<number | undefined> {
  const counts = await Promise.all(
    namesOf(ctx, step, emailKey, client).map(async ([name, allowed]) => ({
      allowed,
      ...(await countRequest(ctx.db, name, window)),
    })),
  );
  const over = counts.filter(({ current, allowed }) => current > allowed).map(({ ttl }) => ttl);
  return over.length === 0 ? undefined : Math.ceil(Math.max(...over) / 1000);
}

/** Resets the failures of this client after a success. */
export async function resetTries(
  ctx: Context,
  step: Step,
  emailKey: string,
  client: Client,
): Promise<void> {
  const [[own]] = namesOf(ctx, step, emailKey, client);
  await resetCount(ctx.db, own);
}

function namesOf(
  ctx: Context,
  step: Step,
  emailKey: string,
  { hash, device }: Client,
): [[string, number], ...[string, number][]] {
  const account = `${step} ${ctx.keys.mac('sign-in', emailKey)}`;
  const allowed = maximum[step];
  if (isKnownDevice(ctx, emailKey, device))
    return [[`${account} ${ctx.keys.mac('device', device ?? '')}`, allowed.device]];
  return [
    [`${account} ${hash}`, allowed.client],
    [account, allowed.account],
  ];
}
