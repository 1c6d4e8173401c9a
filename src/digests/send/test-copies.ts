import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import type { Day } from '../../lib/dates.ts';
import { invalidField, Problem } from '../../lib/errors/problem.ts';
import { enqueueTransactionalEmail } from '../../outbox/enqueue.ts';
import { parseAddress } from '../../subscribers/address.ts';
import { suppressionsOf } from '../../suppressions/suppressions.ts';
import type { DigestKind } from '../digest.ts';
import { lockDigest } from '../lock.ts';
import { conflict } from './states.ts';

interface Address {
  email: string;
  key: string;
}

/**
 * Sends test copies. They have no delivery rows, inert personal links, and are not counted.
 * @throws Problem 422 if an address is invalid or suppressed. Nothing is sent then.
 */
export async function sendTests(
  ctx: Context,
  { kind, date, to }: { kind: DigestKind; date: Day; to: string[] },
): Promise<void> {
  const addresses = to.map((text, index) => addressAt(ctx, text, index));
  await ctx.db.transaction(async (tx) => {
    const { id, status } = await lockDigest(tx, kind, date);
    if (status === 'skipped') throw conflict(date, status, 'It has no papers to show');
    await refuseSuppressed(ctx, tx, addresses);
    for (const { email } of new Map(addresses.map((address) => [address.key, address])).values()) {
      await enqueueTransactionalEmail(tx, {
        kind: 'test',
        address: email,
        data: { digestId: id },
        hours: 1,
      });
    }
  });
}

function addressAt({ config }: Context, text: string, index: number): Address {
  const parsed = parseAddress(text, config.NODE_ENV);
  if (parsed.ok) return parsed;
  throw invalidField(`to.${index}`, parsed.reason);
}

async function refuseSuppressed(ctx: Context, tx: DbClient, addresses: Address[]): Promise<void> {
  const keys = addresses.map(({ key }) => key);
  const suppressed = await suppressionsOf(tx, ctx.keys, keys, ctx.now());
  if (suppressed.size === 0) return;
  const errors = [...suppressed.keys()].map((key) => ({
    path: `to.${keys.indexOf(key)}`,
    message: 'suppressed (bounced, complained or blocked); leave it out',
  }));
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new Problem(422, 'Suppressed address', detail, errors);
}
