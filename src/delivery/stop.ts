import type { Context } from '../context.ts';
import { alertOperator } from '../outbox/alert.ts';
import type { RowResult } from '../outbox/result.ts';
import { implausibleRefusals } from '../outbox/sql/refused-addresses.ts';
import { pauseDomain } from '../outbox/sql/recipient-domains.ts';
import { CircuitBreaker, type Trip } from './circuit-breaker.ts';
import { domainOf } from './domain.ts';
import type { Relays } from './relays.ts';
import type { SenderActions } from './sender-actions.ts';
import { untilDone } from './until-done.ts';

/** @returns whether anything was stopped */
export type Stop = (group: RowResult[]) => Promise<boolean>;

/**
 * Passes the result of each attempt to the circuit breaker of its relay, and stops what must stop
 * before a connection worker takes its next message.
 */
export function makeStop(ctx: Context, actions: SenderActions, relays: Pick<Relays, 'rest'>): Stop {
  const breakers = new Map<number | undefined, CircuitBreaker>();

  function note({ row, result }: RowResult): Trip | undefined {
    if (row.digestId === null || result.fault === undefined) return undefined;
    const breaker = breakers.get(result.relayId) ?? new CircuitBreaker();
    breakers.set(result.relayId, breaker);
    return breaker.note({
      digestId: row.digestId,
      domain: domainOf(row.address),
      fault: result.fault,
      reason: result.detail ?? '',
    });
  }

  return async (group) => {
    let stopped = false;
    for (const rowResult of group) {
      const trip = note(rowResult);
      if (trip === undefined) continue;
      ctx.log.error(
        { event: `delivery.${trip.kind}`, reason: trip.reason },
        'the circuit breaker opened',
      );
      await untilDone(
        () => stopFor(ctx, actions, relays, trip, rowResult.result.relayId),
        (error) =>
          ctx.log.error(
            { event: 'delivery.stop-failed', err: error },
            'cannot pause a digest, domain or relay, trying again',
          ),
      );
      stopped = true;
    }
    return stopped;
  };
}

/** Rests a relay that refuses us if others can continue; otherwise pauses the digest. */
async function stopFor(
  ctx: Context,
  actions: SenderActions,
  relays: Pick<Relays, 'rest'>,
  trip: Trip,
  relayId: number | undefined,
): Promise<void> {
  if (trip.kind === 'pause-domain') return pauseDomain(ctx.db, trip.domain, trip.reason);
  const { digestId, unbelieved } = trip;
  if (!unbelieved && relayId !== undefined && (await relays.rest(relayId, trip.reason))) return;
  const reason = {
    code: unbelieved ? ('unknown-recipients' as const) : ('refused' as const),
    reply: trip.reason,
  };
  await ctx.db.sqlTransaction(async (tx) => {
    const paused = await actions.pauseSending(tx, digestId, reason, ctx.now());
    if (paused !== undefined)
      await alertOperator(ctx.config, tx, { event: 'digest-paused', ...paused, reason });
    if (unbelieved) await actions.takeBackBounces(tx, implausibleRefusals(digestId));
  });
}
