import { randomBytes } from 'node:crypto';
import type { Context } from '../../context.ts';
import { countRequest, resetCount } from '../../rate-limits/request-counts.ts';

/** Milliseconds of a window in which tries are counted. */
const window = 15 * 60_000;

/**
 * Tries for one address: of one client, of one known device, and of all unknown clients together.
 */
const maximum = { client: 10, device: 20, account: 100 };

export interface Client {
  /** A keyed hash of the network address. */
  hash: string;
  /** The cookie of a device on which somebody signed in before. */
  device: string | undefined;
}

/** A cookie for a device on which this address has signed in. */
export function newDevice({ keys }: Context, emailKey: string): string {
  const nonce = randomBytes(16).toString('base64url');
  return `${nonce}.${keys.mac('device', `${emailKey} ${nonce}`)}`;
}

function isKnown({ keys }: Context, emailKey: string, device = ''): boolean {
  const [nonce = '', mac = ''] = device.slice(0, 100).split('.');
  return nonce !== '' && keys.verify('device', `${emailKey} ${nonce}`, mac);
}

/**
 * Counts a try for an address. A known device is counted on its own, so that nobody can lock an
 * operator out of the browser that they use; strangers are limited one by one, and together.
 * @returns seconds to wait if there were too many
 */
export async function countTry(
  ctx: Context,
  emailKey: string,
  client: Client,
): Promise<number | undefined> {
  const counts = await Promise.all(
    namesOf(ctx, emailKey, client).map(async ([name, allowed]) => ({
      allowed,
      ...(await countRequest(ctx.db, name, window)),
    })),
  );
  const over = counts.filter(({ current, allowed }) => current > allowed).map(({ ttl }) => ttl);
  return over.length === 0 ? undefined : Math.ceil(Math.max(...over) / 1000);
}

/** A success ends the series of failures of this client. */
export async function resetTries(ctx: Context, emailKey: string, client: Client): Promise<void> {
  const [[own]] = namesOf(ctx, emailKey, client);
  await resetCount(ctx.db, own);
}

function namesOf(
  ctx: Context,
  emailKey: string,
  { hash, device }: Client,
): [[string, number], ...[string, number][]] {
  const account = `sign-in ${ctx.keys.mac('sign-in', emailKey)}`;
  if (isKnown(ctx, emailKey, device))
    return [[`${account} ${ctx.keys.mac('device', device ?? '')}`, maximum.device]];
  return [
    [`${account} ${hash}`, maximum.client],
    [account, maximum.account],
  ];
}
