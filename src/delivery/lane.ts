import type { Context } from '../context.ts';
import type { Outcome } from '../outbox/record.ts';
import type { OutgoingMail, Renderers } from '../outbox/rendering.ts';
import type { Sign } from './dkim.ts';
import type { Gate } from './gate.ts';
import { judge } from './judge.ts';
import type { Ledger } from './ledger.ts';
import type { Relay } from './relay.ts';
import { openSession, RelayError, type Session } from './session.ts';
import { isFresh, type Stock, type Stocked } from './stock.ts';

/** What the lanes of one sender share. */
export interface Works {
  ctx: Context;
  renderers: Renderers;
  relay: Relay;
  stock: Stock;
  ledger: Ledger;
  gate: Gate;
  /** Undefined where no DKIM key is set. */
  sign: Sign | undefined;
}

/** Handed back untried: the next claim judges it anew. */
const handedBack: Outcome = { state: 'queued', reason: null, wait: null };

/**
 * One connection's life: take a row, mail it, wait until its outcome is committed, take the next.
 * A `kill -9` therefore leaves one mail at most between the relay and the database, per lane.
 */
export async function runLane(works: Works): Promise<void> {
  const { ctx, stock, ledger } = works;
  let session: Session | undefined;
  for (let stocked = await stock.take(); stocked !== undefined; stocked = await stock.take()) {
    session = await ready(works, session, stocked);
    const outcome = await attempt(works, session, stocked);
    await ledger.commit({ row: stocked.row, outcome });
    if (session !== undefined && worn(session, ctx.config.SMTP_MESSAGES_PER_CONNECTION)) {
      session.close();
      session = undefined;
    }
  }
  session?.close();
}

function worn(session: Session, messages: number): boolean {
  return !session.alive() || session.sent() >= messages;
}

/** A live session, or undefined while the relay is away: the gate then decides when to knock again. */
async function ready({ ctx, relay, gate }: Works, session: Session | undefined, stocked: Stocked) {
  if (session?.alive()) return session;
  if (!isFresh(stocked) || !gate.open()) return undefined;
  try {
    const opened = await openSession(relay);
    gate.succeeded();
    return opened;
  } catch (error) {
    if (!(error instanceof RelayError)) throw error;
    gate.failed();
    ctx.log.warn({ event: 'delivery.relay-away', err: error });
    return undefined;
  }
}

async function attempt(works: Works, session: Session | undefined, stocked: Stocked): Promise<Outcome> {
  const { row } = stocked;
  if (session === undefined) return handedBack;
  const mail = await render(works, stocked);
  if ('poison' in mail) return { state: 'failed', reason: mail.poison, wait: null };
  // The last look at the clock before MAIL FROM; nothing asynchronous may come between.
  if (!isFresh(stocked)) return handedBack;
  const handover = await session.send(mail);
  const { UNCERTAIN: uncertain } = works.ctx.config;
  return judge(handover, { attempts: row.attempts, jitter: Math.random(), uncertain });
}

/** The mail of a row, or why there is none: a poison row fails alone. */
async function render({ ctx, renderers, sign }: Works, { row }: Stocked): Promise<OutgoingMail | { poison: string }> {
  try {
    const renderer = renderers[row.kind];
    if (renderer === undefined) return { poison: `no renderer for ${row.kind}` };
    const mail = await renderer(row);
    if (mail.rcptTo !== row.address) return { poison: 'the envelope is not the stored address' };
    return sign === undefined ? mail : await sign(mail);
  } catch (error) {
    const { kind, digestId, subscriberId, mailId } = row;
    ctx.log.error({ event: 'delivery.poison', kind, digestId, subscriberId, mailId, err: error });
    return { poison: `could not be rendered: ${error instanceof Error ? error.message : String(error)}`.slice(0, 300) };
  }
}
