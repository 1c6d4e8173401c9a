import type { Context } from '../context.ts';
import { type Finished, record } from '../outbox/record.ts';
import { growingPause, sleep } from './pause.ts';

/** Commits outcomes; a connection waits for its own before it takes the next mail. */
export interface Ledger {
  /** Resolves when the outcome is committed; waits as long as Postgres is away. */
  commit(finished: Finished): Promise<void>;
}

interface Waiting {
  finished: Finished;
  done: () => void;
}

/**
 * Group commit: while one statement is on its way to Postgres the outcomes of all other connections
 * gather, and the next statement takes them all. Durability for each mail then costs nothing.
 */
export function openLedger(ctx: Context): Ledger {
  let waiting: Waiting[] = [];
  let busy = false;

  async function drain(): Promise<void> {
    busy = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await commitGroup(
        ctx,
        group.map(({ finished }) => finished),
      );
      for (const { done } of group) done();
    }
    busy = false;
  }

  return {
    commit: (finished) =>
      new Promise((done) => {
        waiting.push({ finished, done });
        // The next turn of the event loop: replies that arrived together are committed together.
        if (!busy) {
          busy = true;
          setImmediate(() => void drain());
        }
      }),
  };
}

async function commitGroup(ctx: Context, group: Finished[]): Promise<void> {
  for (let failures = 0; ; failures += 1) {
    try {
      await write(ctx, group);
      return;
    } catch (error) {
      ctx.log.warn({ event: 'delivery.record-failed', outcomes: group.length, err: error });
      await sleep(growingPause(failures));
    }
  }
}

/** One statement needs no transaction of its own: two round trips less for the usual group. */
function write(ctx: Context, group: Finished[]): Promise<void> {
  const simple = group.every(({ row, outcome }) => row.mailId === null && outcome.suppress === undefined);
  return simple ? record(ctx.db, group, ctx.now()) : ctx.db.transaction((tx) => record(tx, group, ctx.now()));
}
