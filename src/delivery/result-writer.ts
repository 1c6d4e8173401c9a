import type { Context } from '../context.ts';
import type { RefusalActions, RowResult } from '../outbox/result.ts';
import { record } from '../outbox/sql/record.ts';
import { makeTripHandler, type TripHandler } from './trip-handler.ts';
import type { Relays } from './relays.ts';
import type { SenderActions } from './sender-actions.ts';
import { untilDone } from './until-done.ts';

interface Waiting {
  result: RowResult;
  done: () => void;
}

/** Maximum number of concurrent statements: one waits for the disk while the next is executed. */
const maximumGroups = 2;

/**
 * Results that must wait before a second statement starts. Planning takes as much CPU time as
 * writing ten results, so small groups would slow Postgres down while the disk is fast.
 */
const minimumSecondGroup = 16;

/**
 * Commits results. A connection waits for its own result before it takes the next message. Group
 * commit: while statements are in progress, the results of all other connections are collected, and
 * the next statement writes all of them. This makes durability of each message almost free.
 */
export class ResultWriter {
  readonly #ctx: Context;
  readonly #actions: SenderActions;
  readonly #handleTrips: TripHandler;
  readonly #onTripped: () => void;
  #waiting: Waiting[] = [];
  #groups = 0;
  #scheduled = false;

  /**
   * @param onTripped called when the circuit breaker stopped a digest or a domain: rows claimed
   *   earlier must be claimed again
   */
  constructor(
    ctx: Context,
    actions: SenderActions,
    relays: Pick<Relays, 'pause'>,
    onTripped: () => void,
  ) {
    this.#ctx = ctx;
    this.#actions = actions;
    this.#handleTrips = makeTripHandler(ctx, actions, relays);
    this.#onTripped = onTripped;
  }

  /** Resolves when the result is committed; waits until Postgres is available. */
  write(result: RowResult): Promise<void> {
    return new Promise((done) => {
      this.#waiting.push({ result, done });
      // On the next turn of the event loop: replies that arrive together are committed together.
      if (this.#scheduled || !this.#mayStart()) return;
      this.#scheduled = true;
      setImmediate(() => this.#start());
    });
  }

  #mayStart(): boolean {
    if (this.#groups === 0) return this.#waiting.length > 0;
    return this.#groups < maximumGroups && this.#waiting.length >= minimumSecondGroup;
  }

  #start(): void {
    this.#scheduled = false;
    if (!this.#mayStart()) return;
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
    if (await this.#handleTrips(results)) this.#onTripped();
    for (const { done } of group) done();
  }
}

function commitGroup(ctx: Context, actions: SenderActions, group: RowResult[]): Promise<void> {
  return untilDone(
    () => writeGroup(ctx, actions, group),
    (error) =>
      ctx.log.warn(
        { event: 'delivery.record-failed', results: group.length, err: error },
        'cannot store results, trying again',
      ),
  );
}

/** A single statement needs no explicit transaction: the usual group saves two round trips. */
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
