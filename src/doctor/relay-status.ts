import type { Context } from '../context.ts';
import { type RelayStatus, relayStatuses } from '../outbox/relay-status.ts';
import { type Finding, ok, warn } from './finding.ts';
import { timeText } from './time-text.ts';

/** Reports the state of the relays as the senders see it, and the progress of the warm-up. */
export async function examineRelayStatus({ config, db, now }: Context): Promise<Finding[]> {
  const relays = await relayStatuses(config, db, now());
  return relays.flatMap((relay) => [...availability(relay), ...warmUp(relay)]);
}

function availability({ name, state, at, detail }: RelayStatus): Finding[] {
  const time = at === null ? '' : timeText(at);
  if (state === 'unreachable')
    return [
      warn(
        'relay',
        `senders have not reached ${name} since ${time}`,
        'If it answers here, check that it can be reached from the machines with the sender role',
      ),
    ];
  if (state === 'paused')
    return [
      warn(
        'relay',
        `${name} rejects us and is not used until ${time}: ${detail ?? 'unknown reason'}`,
        'Follow the reason in its reply; the other relays send meanwhile',
      ),
    ];
  return [];
}

function warmUp({ name, warmUp: status }: RelayStatus): Finding[] {
  if (status === undefined) return [];
  const { used, ceiling, endsOn } = status;
  const text = `${name} is being warmed up: ${used} of ${ceiling} messages today, no limit from ${endsOn}`;
  if (used < ceiling) return [ok('warm-up', text)];
  return [
    warn(
      'warm-up',
      text,
      'Further emails wait until tomorrow or until they expire: add a relay, or raise SMTP_WARM_UP',
    ),
  ];
}
