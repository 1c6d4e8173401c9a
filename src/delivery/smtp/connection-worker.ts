import type { Context } from '../../context.ts';
import { putBack, type Result } from '../../outbox/result.ts';
import type { Gate } from './connection-backoff.ts';
import { resultOf } from '../retry-policy.ts';
import type { Ledger } from '../result-writer.ts';
import type { Pace } from '../rate-limiter.ts';
import { sleep } from '../../lib/sleep.ts';
import type { Prepare } from '../prepare.ts';
import type { Relay } from './relay.ts';
import type { RelayWatch } from './relay-watch.ts';
import { openSession, RelayError, type Session } from './session.ts';
import { freshFor, isFresh, type Stock, type Stocked } from '../local-queue.ts';

/** What the lanes of one sender share. */
export interface Works {
  ctx: Context;
  prepare: Prepare;
  relay: Relay;
  stock: Stock;
  ledger: Ledger;
  gate: Gate;
  watch: RelayWatch;
  pace: Pace;
  /** Aborted when the sender is to stop. */
  stopping: AbortSignal;
}

/**
 * One connection's life: take a row, mail it, wait until its result is committed, take the next.
 * A `kill -9` therefore leaves one mail at most between the relay and the database, per lane.
 */
export async function runLane(works: Works): Promise<void> {
  const { ctx, stock, gate } = works;
  let session: Session | undefined;
  for (;;) {
    const invited = session === undefined && (await turn(works));
    const stocked = await stock.take();
    if (stocked === undefined) break;
    if (session?.alive() === false) {
      gate.left();
      session = undefined;
    }
    if (session === undefined && (invited || gate.open())) {
      const opening = connect(works);
      const inTime = await withinClaim(opening);
      // It may take minutes, and the row need not wait for it.
      if (!inTime) await finish(works, stocked, putBack);
      session = await opening;
      if (!inTime) continue;
    }
    await finish(works, stocked, await attempt(works, session, stocked));
    await session?.settle();
    if (session === undefined || !worn(session, ctx.config.SMTP_MESSAGES_PER_CONNECTION)) continue;
    session.close();
    session = undefined;
    gate.left();
  }
  session?.close();
}

function worn(session: Session, messages: number): boolean {
  return !session.alive() || session.sent() >= messages;
}

/** Waits until this lane may knock at the relay: while it may not, it holds no row. */
async function turn({ gate, stopping }: Works): Promise<boolean> {
  while (!stopping.aborted) {
    if (gate.open()) return true;
    await sleep(gate.waiting(), stopping);
  }
  return false;
}

/** A new session, or undefined where the relay does not let us in. */
async function connect({ ctx, relay, gate, watch }: Works): Promise<Session | undefined> {
  try {
    const session = await openSession(relay);
    gate.succeeded();
    watch.back();
    return session;
  } catch (error) {
    if (!(error instanceof RelayError)) throw error;
    gate.failed();
    ctx.log.warn({ event: 'delivery.relay-away', err: error }, 'the SMTP server cannot be reached');
    if (gate.away()) await watch.away();
    return undefined;
  }
}

/** Whether a connection is open, or refused, before a claim would be too old for it. */
async function withinClaim(opening: Promise<unknown>): Promise<boolean> {
  const over = new AbortController();
  const inTime = await Promise.race([opening.then(() => true), sleep(freshFor, over.signal).then(() => false)]);
  over.abort();
  return inTime;
}

async function finish({ pace, ledger, stock }: Works, stocked: Stocked, result: Result): Promise<void> {
  if (result.untried === true) void pace.giveBack(1);
  else pace.note(result);
  await ledger.commit({ row: stocked.row, result });
  stock.done(stocked);
}

async function attempt(works: Works, session: Session | undefined, stocked: Stocked): Promise<Result> {
  const { row } = stocked;
  if (session === undefined) return putBack;
  const mail = await (stocked.mail ?? works.prepare(row));
  if ('failure' in mail) return { state: 'failed', reason: mail.failure, detail: mail.detail, retryAfter: null };
  // The last look at the clock before MAIL FROM; nothing asynchronous may come between.
  if (!isFresh(stocked)) return putBack;
  const smtp = await session.send(mail);
  const { UNCERTAIN_DELIVERIES: uncertain } = works.ctx.config;
  return resultOf(smtp, { attempts: row.attempts, jitter: Math.random(), uncertain });
}
