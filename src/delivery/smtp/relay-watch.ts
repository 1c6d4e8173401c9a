import type { Context } from '../../context.ts';
import { repeatAlert } from '../../outbox/alert.ts';
import { updateRelay } from '../../outbox/sql/relays.ts';
import type { Relay } from './relay.ts';

/** Milliseconds without a connection after which the operator is alerted. */
const alertAfter = 15 * 60_000;

/** Tracks how long one sender has been unable to connect to a relay. */
export interface RelayWatch {
  /** Reports that no worker is connected and another attempt failed. */
  noteUnreachable(): Promise<void>;
  noteReachable(): void;
}

/** @param id the id of the relay's row; undefined before it is known */
export function watchRelay(
  ctx: Context,
  { name, options: { host = '', port = 0 } }: Relay,
  id: () => number | undefined,
): RelayWatch {
  let since: Date | undefined;
  let triedAt = new Date(0);

  async function note(isUnreachable: boolean): Promise<void> {
    const relayId = id();
    if (relayId !== undefined) await updateRelay(ctx.db, relayId, { isUnreachable });
  }

  const cannot = (error: unknown) =>
    ctx.log.error(
      { event: 'delivery.alert-failed', err: error },
      'cannot record an unreachable relay',
    );

  return {
    noteUnreachable: async () => {
      const now = ctx.now();
      // After a long time without an attempt, it is unknown how long the relay has been
      // unreachable.
      if (since === undefined || now.getTime() - triedAt.getTime() > alertAfter) since = now;
      triedAt = now;
      const unreachableSince = since; // `noteReachable` may reset it during the update.
      await note(true).catch(cannot);
      if (now.getTime() - unreachableSince.getTime() < alertAfter) return;
      const data = {
        event: 'relay-away' as const,
        since: unreachableSince.toISOString(),
        relay: name,
        host,
        port: Number(port),
      };
      await ctx.db.sqlTransaction((tx) => repeatAlert(ctx.config, tx, data, name)).catch(cannot);
    },
    noteReachable: () => {
      if (since !== undefined) void note(false).catch(cannot);
      since = undefined;
    },
  };
}
