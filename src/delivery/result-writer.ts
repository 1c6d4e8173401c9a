import type { Context } from '../context.ts';
import type { RefusalActions, RowResult } from '../outbox/result.ts';
import { record } from '../outbox/sql/record.ts';
import { makeStop, type Stop } from './stop.ts';
import type { Relays } from './relays.ts';
import type { SenderActions } from './sender-actions.ts';
import { growingPause, sleep } from '../lib/sleep.ts';

interface Waiting {
  result: RowResult;
  done: () => void;
}

/** Statements under way at a time: one waits for the disk while the next is being executed. */
const maximumGroups = 2;

/**
 * Commits results; a connection waits for its own before it takes the next mail. Group commit: while
 * statements are on their way to Postgres the results of all other connections gather, and the next
 * statement takes them all. Durability for each mail then costs nothing.
 */
export class ResultWriter {
  readonly #ctx: Context;
  readonly #actions: SenderActions;
  readonly #stop: Stop;
  readonly #onStopped: () => void;
  #waiting: Waiting[] = [];
  #groups = 0;
  #scheduled = false;

  /**
   * @param onStopped called when the breaker stopped a digest or a domain: rows claimed before are
   *   claimed again
   */
  constructor(
    ctx: Context,
    actions: SenderActions,
    relays: Pick<Relays, 'rest'>,
    onStopped: () => void,
  ) {
    this.#ctx = ctx;
    this.#actions = actions;
    this.#stop = makeStop(ctx, actions, relays);
    this.#onStopped = onStopped;
  }

  /** Resolves when the result is committed; waits as long as Postgres is away. */
  write(result: RowResult): Promise<void> {
    return new Promise((done) => {
      this.#waiting.push({ result, done });
      // The next turn of the event loop: replies that arrived together are committed together.
      if (this.#scheduled || this.#groups === maximumGroups) return;
      this.#scheduled = true;
      setImmediate(() => this.#start());
    });
  }

  #start(): void {
    this.#scheduled = false;
    if (this.#waiting.length === 0 || this.#groups === maximumGroups) return;
    const group = this.#waiting;
    this.#waiting = [];
    this.#groups += 1;
    void this.#commit(group).finally(() => {
      this.#groups -= 1;
      this.#start();
    });
  }

  async #commit(group: Waiting[]): Promise<void> {
    const results = group.map(({ result }) => result);
    await commitGroup(this.#ctx, this.#actions, results);
    if (await this.#stop(results)) this.#onStopped();
    for (const { done } of group) done();
  }
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
