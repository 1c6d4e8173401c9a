import type { Context } from '../../context.ts';
import { repeatAlert } from '../../outbox/alert.ts';
import type { Relay } from './relay.ts';

/** Milliseconds without a connection after which the operator is alerted. */
const alertAfter = 15 * 60_000;

/** Watches how long one sender has found no relay. */
export interface RelayWatch {
  /** No worker is connected, and another attempt failed. */
  away(): Promise<void>;
  back(): void;
}

export function watchRelay(ctx: Context, { options: { host = '', port = 0 } }: Relay): RelayWatch {
  let since: Date | undefined;
  let triedAt = new Date(0);
  return {
    away: async () => {
      const now = ctx.now();
      // After hours without a mail, and so without an attempt to connect, it is unknown how long it
      // has been away.
      if (since === undefined || now.getTime() - triedAt.getTime() > alertAfter) since = now;
      triedAt = now;
      if (now.getTime() - since.getTime() < alertAfter) return;
      const data = {
        event: 'relay-away' as const,
        since: since.toISOString(),
        host,
        port: Number(port),
      };
      await ctx.db
        .sqlTransaction((tx) => repeatAlert(ctx.config, tx, data))
        .catch((error: unknown) =>
          ctx.log.error(
            { event: 'delivery.alert-failed', err: error },
            'cannot queue an alert mail',
          ),
        );
    },
    back: () => {
      since = undefined;
    },
  };
}
