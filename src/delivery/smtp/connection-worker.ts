import type { Context } from '../../context.ts';
import { untried, type Result } from '../../outbox/result.ts';
import { resultOf } from '../retry-policy.ts';
import type { ResultWriter } from '../result-writer.ts';
import type { RateLimiter } from '../rate-limiter.ts';
import { sleep } from '../../lib/sleep.ts';
import type { Prepare } from '../prepare.ts';
import type { SenderRelay } from '../sender-relay.ts';
import { timedSend } from './timing.ts';
import { openSession, RelayError, type Session } from './session.ts';
import type { LocalQueue } from '../local-queue.ts';
import { isFresh, maximumClaimAge, type QueuedRow } from '../ready-rows.ts';

/** The options that all connection workers of a sender share. */
export interface WorkerOptions {
  ctx: Context;
  prepare: Prepare;
  relay: SenderRelay;
  queue: LocalQueue;
  resultWriter: ResultWriter;
  rateLimiter: RateLimiter;
  /** Aborted to stop the sender. */
  stopping: AbortSignal;
}

/**
 * The loop of one connection: take a row, send it, wait until its result is committed, take the
 * next. After a `kill -9`, at most one message per connection is therefore unknown to the database.
 */
export async function runConnectionWorker(options: WorkerOptions): Promise<void> {
  const { relay, queue } = options;
  let session: Session | undefined;
  for (;;) {
    if (relay.waitMs() > 0) session = await pause(options, session);
    const mayConnect = session === undefined && (await untilMayConnect(options));
    const queued = await queue.take(relay.id());
    if (queued === undefined) break;
    session = await deliver(options, queued, session, mayConnect);
  }
  session?.close();
}

/**
 * Sends a row and commits its result. If the connection takes no more messages, the row is sent
 * over a new one. This counts neither as an attempt nor as a reason to slow down.
 * @returns the connection for the next row
 */
async function deliver(
  options: WorkerOptions,
  queued: QueuedRow,
  before: Session | undefined,
  mayConnect: boolean,
): Promise<Session | undefined> {
  const { session, inTime } = await sessionFor(options, queued, before, mayConnect);
  if (!inTime) return session;
  const result = await attempt(options, session, queued);
  if (result === 'exhausted') return deliver(options, queued, session, false);
  await finish(options, queued, result);
  await session?.waitForReset();
  if (session === undefined || !isWornOut(options, session)) return session;
  discard(options, session);
  return undefined;
}

/** The previous connection if it is alive, otherwise a new one if one may be opened now. */
async function sessionFor(
  options: WorkerOptions,
  queued: QueuedRow,
  before: Session | undefined,
  mayConnect: boolean,
): Promise<{ session: Session | undefined; inTime: boolean }> {
  if (before?.isAlive() === true) return { session: before, inTime: true };
  discard(options, before);
  if (!mayConnect && !options.relay.backoff.mayConnect())
    return { session: undefined, inTime: true };
  const opening = connect(options);
  const inTime = await withinClaim(queued, opening);
  // Connecting may take minutes; the row need not wait for it.
  if (!inTime) await finish(options, queued, untried);
  return { session: await opening, inTime };
}

function isWornOut({ relay: { messageLimit } }: WorkerOptions, session: Session): boolean {
  return !session.isAlive() || session.accepted() >= messageLimit.maximum();
}

/** Closes a connection that must not be used again. */
function discard(
  { relay: { backoff, messageLimit } }: WorkerOptions,
  session: Session | undefined,
): void {
  if (session === undefined) return;
  if (session.isExhausted()) messageLimit.ended(session.accepted());
  session.close();
  backoff.disconnected();
}

/** Waits until the relay may be used. Meanwhile this worker holds no row and no connection. */
async function pause(options: WorkerOptions, session: Session | undefined): Promise<undefined> {
  const { relay, stopping } = options;
  discard(options, session);
  while (!stopping.aborted && relay.waitMs() > 0)
    await sleep(Math.min(relay.waitMs(), 1000), stopping);
}

/** Waits until this worker may connect. Meanwhile it holds no row. */
async function untilMayConnect({ relay: { backoff }, stopping }: WorkerOptions): Promise<boolean> {
  while (!stopping.aborted) {
    if (backoff.mayConnect()) return true;
    await sleep(backoff.waitMs(), stopping);
  }
  return false;
}

/** A new session, or undefined if the relay refuses it. */
async function connect({
  ctx,
  relay: { server, backoff, watch },
}: WorkerOptions): Promise<Session | undefined> {
  try {
    const session = await openSession(server);
    backoff.succeeded();
    watch.noteReachable();
    return session;
  } catch (error) {
    if (!(error instanceof RelayError)) throw error;
    backoff.failed();
    ctx.log.warn(
      { event: 'delivery.relay-away', relay: server.name, err: error },
      'the SMTP server cannot be reached',
    );
    if (backoff.isUnreachable()) await watch.noteUnreachable();
    return undefined;
  }
}

/** Whether a connection opens or fails before the claim becomes too old. */
async function withinClaim({ claimedAt }: QueuedRow, opening: Promise<unknown>): Promise<boolean> {
  const remaining = Math.max(0, claimedAt + maximumClaimAge - performance.now());
  const done = new AbortController();
  const inTime = await Promise.race([
    opening.then(() => true),
    sleep(remaining, done.signal).then(() => false),
  ]);
  done.abort();
  return inTime;
}

async function finish(
  { rateLimiter, resultWriter, queue }: WorkerOptions,
  queued: QueuedRow,
  result: Result,
): Promise<void> {
  if (result.untried === true) void rateLimiter.giveBack(1);
  else rateLimiter.note(result);
  await resultWriter.write({ row: queued.row, result });
  queue.finish(queued);
}

async function attempt(
  options: WorkerOptions,
  session: Session | undefined,
  queued: QueuedRow,
): Promise<Result | 'exhausted'> {
  const { row } = queued;
  const { relay } = options;
  if (session === undefined || relay.waitMs() > 0) return untried;
  const mail = await (queued.mail ?? options.prepare(row));
  if ('result' in mail) return mail.result;
  if (!(await relay.warmUp.take())) return untried;
  // The last check of the claim's age before MAIL FROM: nothing asynchronous may come between.
  const smtp = isFresh(queued) ? await timedSend(session, mail, relay.server.name) : undefined;
  if (smtp === undefined || smtp.kind === 'exhausted') {
    relay.warmUp.giveBack();
    return smtp?.kind ?? untried;
  }
  const { UNCERTAIN_DELIVERIES: uncertain } = options.ctx.config;
  const result = resultOf(smtp, { attempts: row.attempts, jitter: Math.random(), uncertain });
  relay.note(result);
  const relayId = relay.id();
  return relayId === undefined ? result : { ...result, relayId };
}
