import type { Context } from '../../context.ts';
import { repeatAlert } from '../../outbox/alert.ts';
import type { Relay } from './relay.ts';

/** Milliseconds without any relay after which the operator is told. */
const patience = 15 * 60_000;

/** Watches how long one sender has found no relay. */
export interface RelayWatch {
  /** Nobody is connected, and another knock was in vain. */
  away(): Promise<void>;
  back(): void;
}

export function watchRelay(ctx: Context, { options: { host = '', port = 0 } }: Relay): RelayWatch {
  let since: Date | undefined;
  let knocked = new Date(0);
  return {
    away: async () => {
      const now = ctx.now();
      // After hours without a mail, and so without a knock, nobody knows how long it has been away.
      if (since === undefined || now.getTime() - knocked.getTime() > patience) since = now;
      knocked = now;
      if (now.getTime() - since.getTime() < patience) return;
      const data = { event: 'relay-away' as const, since: since.toISOString(), host, port: Number(port) };
      await ctx.db
        .sqlTransaction((tx) => repeatAlert(ctx.config, tx, data))
        .catch((error: unknown) =>
          ctx.log.error({ event: 'delivery.alert-failed', err: error }, 'cannot queue an alert mail'),
        );
    },
    back: () => {
      since = undefined;
    },
  };
}
