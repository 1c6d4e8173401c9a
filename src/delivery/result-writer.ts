import type { Context } from '../context.ts';
import { alertOperator } from '../outbox/alert.ts';
import type { RefusalActions, RowResult } from '../outbox/result.ts';
import { implausibleRefusals } from '../outbox/sql/refused-addresses.ts';
import { pauseDomain } from '../outbox/sql/recipient-domains.ts';
import { record } from '../outbox/sql/record.ts';
import type { SenderActions } from './sender-actions.ts';
import { type Breaker, makeBreaker, type Trip } from './circuit-breaker.ts';
import { domainOf } from './domain.ts';
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
  stopped: () => void,
): ResultWriter {
  const breaker = makeBreaker();
  let waiting: Waiting[] = [];
  let groups = 0;
  let scheduled = false;

  async function commit(group: Waiting[]): Promise<void> {
    const results = group.map(({ result }) => result);
    await commitGroup(ctx, actions, results);
    if (await stopWhatMust(ctx, actions, breaker, results)) stopped();
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

/**
 * Notes the result of each attempt of a digest in the breaker, and stops what must stop before a
 * connection worker takes its next mail.
 * @returns whether anything was stopped
 */
async function stopWhatMust(
  ctx: Context,
  actions: SenderActions,
  breaker: Breaker,
  group: RowResult[],
): Promise<boolean> {
  let stopped = false;
  for (const { row, result } of group) {
    if (row.digestId === null || result.fault === undefined) continue;
    const trip = breaker.note({
      digestId: row.digestId,
      domain: domainOf(row.address),
      fault: result.fault,
      reason: result.detail ?? '',
    });
    if (trip === undefined) continue;
    ctx.log.error(
      { event: `delivery.${trip.kind}`, reason: trip.reason },
      'the circuit breaker opened',
    );
    await stopFor(ctx, actions, trip).catch((error: unknown) =>
      ctx.log.error(
        { event: 'delivery.stop-failed', err: error },
        'cannot pause a digest or domain',
      ),
    );
    stopped = true;
  }
  return stopped;
}

async function stopFor(ctx: Context, actions: SenderActions, trip: Trip): Promise<void> {
  if (trip.kind === 'pause-domain') return pauseDomain(ctx.db, trip.domain, trip.reason);
  const { digestId, unbelieved } = trip;
  const reason = {
    code: unbelieved ? ('unknown-recipients' as const) : ('refused' as const),
    reply: trip.reason,
  };
  await ctx.db.sqlTransaction(async (tx) => {
    const paused = await actions.pauseSending(tx, digestId, reason, ctx.now());
    if (paused !== undefined)
      await alertOperator(ctx.config, tx, { event: 'digest-paused', ...paused, reason });
  });
  if (unbelieved) await actions.takeBackBounces(ctx.db, implausibleRefusals(digestId));
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
