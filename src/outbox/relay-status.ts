import type { Config } from '../config/config.ts';
import { relayName } from '../config/relay-url.ts';
import type { DbClient } from '../db/client.ts';
import type { Relay } from '../generated/prisma/client.ts';
import { addDays, dateOf, type Day, dayIn, dayOf } from '../lib/dates.ts';

/** How far the warm-up of a relay is (SMTP_WARM_UP). */
interface WarmUpStatus {
  /** The maximum of today, and what of it is used; a sender takes 20 messages at a time. */
  ceiling: number;
  used: number;
  /** The first day without a limit. */
  endsOn: Day;
}

export interface RelayStatus {
  /** `host:port`. */
  name: string;
  state: 'in-use' | 'away' | 'resting';
  /** Away since then, or resting until then. */
  at: Date | null;
  /** What it said when it refused us. */
  detail: string | null;
  accepted: number;
  refused: number;
  deferred: number;
  /** Undefined once it is over, or without a schedule. */
  warmUp: WarmUpStatus | undefined;
}

/** The relays of the settings, as senders found them; none with the local inbox. */
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

/** Rests and absences are written by the database's clock. */
function stateOf(row: Relay | undefined): Pick<RelayStatus, 'state' | 'at' | 'detail'> {
  const { restsUntil = null, awaySince = null, restDetail = null } = row ?? {};
  if (restsUntil !== null && restsUntil > new Date())
    return { state: 'resting', at: restsUntil, detail: restDetail };
  return { state: awaySince === null ? 'in-use' : 'away', at: awaySince, detail: null };
}

function warmUpOf(
  { SMTP_WARM_UP: schedule = [], DIGEST_TIMEZONE: zone }: Config,
  row: Relay | undefined,
  now: Date,
): WarmUpStatus | undefined {
  const today = dayIn(zone, now);
  const first = row?.firstUsedOn ? dayOf(row.firstUsedOn) : today;
  const day = (dateOf(today).getTime() - dateOf(first).getTime()) / 86_400_000;
  const ceiling = schedule[day];
  if (ceiling === undefined) return undefined;
  const isToday = row?.countedOn ? dayOf(row.countedOn) === today : false;
  return {
    ceiling,
    used: isToday ? (row?.counted ?? 0) : 0,
    endsOn: addDays(first, schedule.length),
  };
}
