import type { SenderRelay } from './sender-relay.ts';

/**
 * One entry per connection of a sender process, spread over the relays by weight, with at least one
 * for each.
 */
export function spreadConnections<R extends Pick<SenderRelay, 'server'>>(
  connections: number,
  relays: R[],
): R[] {
  const spread = [...relays];
  const ratio = (relay: R) =>
    spread.filter((other) => other === relay).length / relay.server.weight;
  while (spread.length < connections) {
    const [least] = relays.toSorted((a, b) => ratio(a) - ratio(b));
    if (least === undefined) break;
    spread.push(least);
  }
  return spread;
}
