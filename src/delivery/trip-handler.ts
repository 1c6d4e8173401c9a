import type { Logger } from 'pino';
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
export type TripHandler = (group: RowResult[]) => Promise<boolean>;

/**
 * Passes the result of each attempt to the circuit breaker of its relay, and stops what must stop
 * before a connection worker takes its next message.
 */
export function makeTripHandler(
  ctx: Context,
  actions: SenderActions,
  relays: Pick<Relays, 'pause'>,
): TripHandler {
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
      const { relayId } = rowResult.result;
      await handle(ctx.log, trip, () => pauseFor(ctx, actions, relays, trip, relayId));
      stopped = true;
    }
    return stopped;
  };
}

/** Logs a trip, and repeats its handling until it succeeds. */
async function handle(log: Logger, trip: Trip, work: () => Promise<void>): Promise<void> {
  log.error({ event: `delivery.${trip.kind}`, reason: trip.reason }, 'the circuit breaker opened');
  await untilDone(work, (error) =>
    log.error(
      { event: 'delivery.stop-failed', err: error },
      'cannot pause a digest, domain or relay, trying again',
    ),
  );
}

/** Pauses a relay that refuses us if others can continue; otherwise pauses the digest. */
async function pauseFor(
  ctx: Context,
  actions: SenderActions,
  relays: Pick<Relays, 'pause'>,
  trip: Trip,
  relayId: number | undefined,
): Promise<void> {
  if (trip.kind === 'pause-domain') return pauseDomain(ctx.db, trip.domain, trip.reason);
  const { digestId, isImplausible } = trip;
  if (!isImplausible && relayId !== undefined && (await relays.pause(relayId, trip.reason))) return;
  const reason = {
    code: isImplausible ? ('unknown-recipients' as const) : ('refused' as const),
    reply: trip.reason,
  };
  await ctx.db.sqlTransaction(async (tx) => {
    const paused = await actions.pauseSending(tx, digestId, reason);
    if (paused !== undefined)
      await alertOperator(ctx.config, tx, { event: 'digest-paused', ...paused, reason });
    if (isImplausible) await actions.revokeBounceSuppressions(tx, implausibleRefusals(digestId));
  });
}
