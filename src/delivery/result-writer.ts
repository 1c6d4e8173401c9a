import type { Context } from '../context.ts';
import type { RefusalActions, RowResult } from '../outbox/result.ts';
import { record } from '../outbox/sql/record.ts';
import { makeStop } from './stop.ts';
import type { Relays } from './relays.ts';
import type { SenderActions } from './sender-actions.ts';
import { growingPause, sleep } from '../lib/sleep.ts';

/** Commits results; a connection waits for its own before it takes the next mail. */
export interface ResultWriter {
  /** Resolves when the result is committed; waits as long as Postgres is away. */
  write(result: RowResult): Promise<void>;
}

interface Waiting {
  result: RowResult;
  done: () => void;
}

/** Statements under way at a time: one waits for the disk while the next is being executed. */
const maximumGroups = 2;

/**
 * Group commit: while statements are on their way to Postgres the results of all other connections
 * gather, and the next statement takes them all. Durability for each mail then costs nothing.
 * @param stopped called when the breaker stopped a digest or a domain: rows claimed before are
 *   claimed again
 */
export function makeResultWriter(
  ctx: Context,
  actions: SenderActions,
  relays: Pick<Relays, 'rest'>,
  stopped: () => void,
): ResultWriter {
  const stop = makeStop(ctx, actions, relays);
  let waiting: Waiting[] = [];
  let groups = 0;
  let scheduled = false;

  async function commit(group: Waiting[]): Promise<void> {
    const results = group.map(({ result }) => result);
    await commitGroup(ctx, actions, results);
    if (await stop(results)) stopped();
    for (const { done } of group) done();
  }

  function start(): void {
    scheduled = false;
    if (waiting.length === 0 || groups === maximumGroups) return;
    const group = waiting;
    waiting = [];
    groups += 1;
    void commit(group).finally(() => {
      groups -= 1;
      start();
    });
  }

  return {
    write: (result) =>
      new Promise((done) => {
        waiting.push({ result, done });
        // The next turn of the event loop: replies that arrived together are committed together.
        if (scheduled || groups === maximumGroups) return;
        scheduled = true;
        setImmediate(start);
      }),
  };
}

async function commitGroup(
  ctx: Context,
  actions: SenderActions,
  group: RowResult[],
): Promise<void> {
  for (let failures = 0; ; failures += 1) {
    try {
      await writeGroup(ctx, actions, group);
      return;
    } catch (error) {
      ctx.log.warn(
        { event: 'delivery.record-failed', results: group.length, err: error },
        'cannot store results, trying again',
      );
      await sleep(growingPause(failures));
    }
  }
}

/** One statement needs no transaction of its own: two round trips less for the usual group. */
function writeGroup(ctx: Context, actions: RefusalActions, group: RowResult[]): Promise<void> {
  const simple = group.every(
    ({ row, result }) =>
      row.transactionalEmailId === null &&
      result.suppress === undefined &&
      result.refusal === undefined,
  );
  return simple
    ? record(ctx.db, group, ctx.now(), actions)
    : ctx.db.sqlTransaction((tx) => record(tx, group, ctx.now(), actions));
}
