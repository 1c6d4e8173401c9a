import type { Context } from '../context.ts';
import { sleep } from '../lib/sleep.ts';
import type { Result } from '../outbox/result.ts';
import { readRelays, type RelayCounts, type RelayRow, updateRelay } from '../outbox/sql/relays.ts';
import { type ConnectionBackoff, makeConnectionBackoff } from './smtp/connection-backoff.ts';
import { makeMessageLimit, type MessageLimit } from './smtp/message-limit.ts';
import type { Relay } from './smtp/relay.ts';
import { type RelayWatch, watchRelay } from './smtp/relay-watch.ts';
import { makeWarmUp, type WarmUp } from './warm-up.ts';

/*
 * A relay, as one sender process uses it, is
 *   in use    its connection workers take rows
 *   away      no worker is connected, and the connection backoff waits: see connection-backoff.ts
 *   resting   it refused us, and others did not: for 30 minutes, for all senders
 *   used up   its warm-up allows no more messages today: asked again every 30 seconds
 * A relay that is not in use holds no row; the others go on.
 */

/** Seconds that a relay which refuses us rests for. */
const restSeconds = 1800;

/** Milliseconds between two looks at the rows of the relays. */
const interval = 5000;

export interface SenderRelay {
  relay: Relay;
  /** Its row; undefined before it is known. */
  id(): number | undefined;
  backoff: ConnectionBackoff;
  messageLimit: MessageLimit;
  watch: RelayWatch;
  warmUp: WarmUp;
  /** Milliseconds for which it takes no rows; 0: it does. */
  pause(): number;
  /** Counts what it answered to a message. */
  note(result: Result): void;
}

export interface Relays {
  all: SenderRelay[];
  /** Whether any of them may be used now. */
  areUsable(): boolean;
  /** Whether one of them may be used now; undefined: it is not in the settings. */
  isUsable(id: number): boolean | undefined;
  /** It refuses us. @returns false where no other is left to go on */
  rest(id: number, detail: string): Promise<boolean>;
  stop(): Promise<void>;
}

export function startRelays(ctx: Context, relays: Relay[]): Relays {
  const stopping = new AbortController();
  const states = relays.map((relay) => makeState(ctx, relay));
  const usable = ({ pause, backoff }: SenderRelay) => pause() === 0 && !backoff.away();
  const find = (id: number) => states.find(({ relay }) => relay.id() === id);

  async function look(): Promise<void> {
    const rows = await readRelays(
      ctx.db,
      relays.map(({ name }) => name),
    );
    for (const row of rows)
      await states.find(({ relay }) => relay.relay.name === row.name)?.read(row);
    for (const state of states) await state.writeCounts();
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await look().catch((error: unknown) =>
        ctx.log.warn({ event: 'delivery.relays-unknown', err: error }, 'cannot read the relays'),
      );
      const known = states.every(({ relay }) => relay.id() !== undefined);
      await sleep(known ? interval : 500, stopping.signal);
    }
  }

  const running = run();
  return {
    all: states.map(({ relay }) => relay),
    areUsable: () => states.some(({ relay }) => usable(relay)),
    isUsable: (id) => {
      const found = find(id);
      return found && usable(found.relay);
    },
    rest: async (id, detail) => {
      const goesOn = states.some(({ relay }) => relay.id() !== id && usable(relay));
      if (!goesOn) return false;
      await updateRelay(ctx.db, id, { rest: { seconds: restSeconds, detail } });
      find(id)?.rest(restSeconds * 1000);
      return true;
    },
    stop: async () => {
      stopping.abort();
      await running;
      await Promise.all(states.map((state) => state.stop()));
    },
  };
}

interface State {
  relay: SenderRelay;
  read(row: RelayRow): Promise<void>;
  rest(ms: number): void;
  writeCounts(): Promise<void>;
  stop(): Promise<void>;
}

const none: RelayCounts = { accepted: 0, refused: 0, deferred: 0 };

function makeState(ctx: Context, relay: Relay): State {
  let id: number | undefined;
  let restsUntil = 0;
  const backoff = makeConnectionBackoff();
  const warmUp = makeWarmUp(ctx, () => id);
  const rest = (ms: number) => (restsUntil = performance.now() + ms);
  let counts = { ...none };

  async function writeCounts(): Promise<void> {
    if (id === undefined || counts.accepted + counts.refused + counts.deferred === 0) return;
    const written = counts;
    counts = { ...none };
    await updateRelay(ctx.db, id, { counts: written });
  }

  return {
    relay: {
      relay,
      id: () => id,
      backoff,
      messageLimit: makeMessageLimit(ctx.config.SMTP_MESSAGES_PER_CONNECTION),
      watch: watchRelay(ctx, relay, () => id),
      warmUp,
      pause: () =>
        id === undefined ? 100 : Math.max(0, restsUntil - performance.now(), warmUp.waiting()),
      note: ({ state }) => {
        if (state === 'sent') counts.accepted += 1;
        if (state === 'failed') counts.refused += 1;
        if (state === 'deferred') counts.deferred += 1;
      },
    },
    read: async (row) => {
      id = row.id;
      rest(row.rests);
      // Another sender found it away; here it answers.
      if (row.isAway && backoff.isConnected()) await updateRelay(ctx.db, row.id, { isAway: false });
    },
    rest,
    writeCounts,
    stop: async () => {
      await writeCounts().catch(() => {});
      await warmUp.stop();
    },
  };
}
