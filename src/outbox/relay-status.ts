import type { Config } from '../config/config.ts';
import { relayName } from '../config/relay-url.ts';
import type { DbClient } from '../db/client.ts';
import type { Relay } from '../generated/prisma/client.ts';
import { addDays, dateOf, type Day, dayIn, dayMs, dayOf } from '../lib/dates.ts';

/** The progress of the warm-up of a relay (SMTP_WARM_UP). */
interface WarmUpStatus {
  /** Today's maximum and how much of it is used. A sender takes 20 messages at a time. */
  ceiling: number;
  used: number;
  /** The first day without a limit. */
  endsOn: Day;
}

export interface RelayStatus {
  /** `host:port`. */
  name: string;
  state: 'in-use' | 'unreachable' | 'paused';
  /** Unreachable since, or paused until, this time. */
  at: Date | null;
  /** Its reply when it refused us. */
  detail: string | null;
  accepted: number;
  refused: number;
  deferred: number;
  /** Undefined after the warm-up, or without a schedule. */
  warmUp: WarmUpStatus | undefined;
}

/** The state of the configured relays, as senders recorded it; none with the local inbox. */
export async function relayStatuses(
  config: Config,
  { prisma }: DbClient,
  now: Date,
): Promise<RelayStatus[]> {
  const names = config.relays.map(({ url }) => relayName(url));
  const rows = await prisma.relay.findMany({ where: { name: { in: names } } });
  return names.map((name) => {
    const row = rows.find((relay) => relay.name === name);
    return {
      name,
      ...stateOf(row),
      accepted: Number(row?.accepted ?? 0),
      refused: Number(row?.refused ?? 0),
      deferred: Number(row?.deferred ?? 0),
      warmUp: warmUpOf(config, row, now),
    };
  });
}

/** Pauses and outages are recorded by the database's clock. */
function stateOf(row: Relay | undefined): Pick<RelayStatus, 'state' | 'at' | 'detail'> {
  const { pausedUntil = null, unreachableSince = null, pauseDetail = null } = row ?? {};
  if (pausedUntil !== null && pausedUntil > new Date())
    return { state: 'paused', at: pausedUntil, detail: pauseDetail };
  return {
    state: unreachableSince === null ? 'in-use' : 'unreachable',
    at: unreachableSince,
    detail: null,
  };
}

function warmUpOf(
  { SMTP_WARM_UP: schedule = [], DIGEST_TIMEZONE: zone }: Config,
  row: Relay | undefined,
  now: Date,
): WarmUpStatus | undefined {
  const today = dayIn(zone, now);
  const first = row?.firstUsedOn ? dayOf(row.firstUsedOn) : today;
  const day = (dateOf(today).getTime() - dateOf(first).getTime()) / dayMs;
  const ceiling = schedule[day];
  if (ceiling === undefined) return undefined;
  const isToday = row?.countedOn ? dayOf(row.countedOn) === today : false;
  return {
    ceiling,
    used: isToday ? (row?.counted ?? 0) : 0,
    endsOn: addDays(first, schedule.length),
  };
}
