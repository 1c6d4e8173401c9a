import { z } from 'zod';
import type { Queryable } from '../db/client.ts';
import { sql, type Sql } from '../db/sql.ts';
import type { ClaimedRow } from './claim.ts';
import type { Fault } from './classification/consequence.ts';
import type { Classification, Stage } from './classification/reply.ts';
import type { Finding } from '../suppressions/sql.ts';
import type { AddressActions } from '../suppressions/suppressions.ts';

/** What became of one attempt, as it is written to the row. */
export interface Outcome {
  state: 'sent' | 'deferred' | 'failed' | 'uncertain' | 'queued';
  reason: string | null;
  /** Seconds until it may be claimed again; null: never by itself. */
  wait: number | null;
  /** It was handed back without an attempt. */
  untried?: true;
  /** Whose fault a refusal was; null: accepted; absent: nobody answered. */
  fault?: Fault | null;
  /** A 5xx that suppresses nobody: where it came, and what it is about. */
  refusal?: Pick<Refusal, 'stage' | 'classification'>;
  /** Set when the reply was about the address: it is suppressed, with the reply as evidence. */
  suppress?: Pick<Finding, 'reason' | 'evidence'>;
}

/** A 5xx that suppresses nobody. */
export interface Refusal {
  row: { digestId: number; subscriberId: number } | { mailId: number };
  stage: Stage;
  reason: string;
  classification: Classification;
}

/** What refusals lead to, by the folders above. */
export interface RefusalActions extends AddressActions {
  recordRefusals?(db: Queryable, refusals: Refusal[]): Promise<void>;
}

export interface Finished {
  row: ClaimedRow;
  outcome: Outcome;
}

/**
 * Writes the outcomes of many rows at once. A row whose fence has moved on belongs to a successor and
 * is left alone; one that was reaped but not claimed again still takes its outcome, so nobody repeats it.
 */
export async function record(
  db: Queryable,
  finished: Finished[],
  now: Date,
  suppress: AddressActions['suppress'],
  recordRefusals?: RefusalActions['recordRefusals'],
): Promise<void> {
  const refused = finished.filter(({ outcome }) => outcome.suppress !== undefined);
  // First the digests, as whoever pauses or cancels them does.
  const sure = refused.length > 0 ? await believed(db, refused) : [];
  const deliveries = finished.filter(({ row }) => row.mailId === null);
  const mails = finished.filter(({ row }) => row.mailId !== null);
  if (deliveries.length > 0) await recordDeliveries(db, deliveries, now);
  if (mails.length > 0) await recordMails(db, mails, now);
  if (sure.length > 0) await suppress(db, findingsOf(sure));
  const refusals = finished.flatMap(refusalOf);
  if (refusals.length > 0) await recordRefusals?.(db, refusals);
}

function refusalOf({ row, outcome: { refusal, reason } }: Finished): Refusal[] {
  const key = keyOf(row);
  return refusal === undefined || key === undefined ? [] : [{ ...refusal, row: key, reason: reason ?? '' }];
}

function keyOf({ digestId, subscriberId, mailId }: ClaimedRow): Refusal['row'] | undefined {
  if (mailId !== null) return { mailId };
  return digestId === null || subscriberId === null ? undefined : { digestId, subscriberId };
}

/** The columns that both tables take from an outcome, as arrays for unnest. */
function columns(finished: Finished[]) {
  return sql`${finished.map(({ row }) => row.fence)}::int[], ${finished.map(({ outcome }) => outcome.state)}::delivery_state[],
    ${finished.map(({ outcome }) => outcome.reason)}::text[], ${finished.map(({ outcome }) => outcome.wait)}::float8[],
    ${finished.map(({ outcome }) => outcome.untried === true)}::bool[]`;
}

/** A retry never waits beyond the end of the row's life: the claim then closes it as expired. */
function nextAt(now: Sql): Sql {
  return sql`case when o.wait is not null then clock_timestamp() + least(make_interval(secs => o.wait), greatest(r.expires_at - ${now}, interval '1 second')) end`;
}

/** An attempt counts unless the row is handed back untried. */
const attempts = sql`r.attempts + case when o.untried then 0 else 1 end`;

async function recordDeliveries(db: Queryable, finished: Finished[], now: Date): Promise<void> {
  await db.run(sql`update delivery r set
      state = case when g.status = 'cancelled' and o.state in ('queued', 'deferred') then 'skipped' else o.state end,
      reason = case when g.status = 'cancelled' and o.state in ('queued', 'deferred') then 'cancelled' else o.reason end,
      sender_id = null, attempts = ${attempts}, next_at = ${nextAt(sql`${now}::timestamptz`)},
      sent_at = case when o.state = 'sent' then ${now}::timestamptz end
    from unnest(${finished.map(({ row }) => row.digestId)}::int[], ${finished.map(({ row }) => row.subscriberId)}::int[],
        ${columns(finished)}) as o(digest_id, subscriber_id, fence, state, reason, wait, untried)
      join digest g on g.id = o.digest_id
    where r.digest_id = o.digest_id and r.subscriber_id = o.subscriber_id and r.fence = o.fence
      and r.state in ('sending', 'queued', 'deferred', 'uncertain')`);
}

async function recordMails(db: Queryable, finished: Finished[], now: Date): Promise<void> {
  await db.run(sql`update mail r set state = o.state, reason = o.reason, sender_id = null,
      attempts = ${attempts}, next_at = ${nextAt(sql`clock_timestamp()`)}, sent_at = case when o.state = 'sent' then ${now}::timestamptz end
    from unnest(${finished.map(({ row }) => row.mailId)}::int[], ${columns(finished)})
      as o(id, fence, state, reason, wait, untried)
    where r.id = o.id and r.fence = o.fence and r.state in ('sending', 'queued', 'deferred', 'uncertain')`);
}

/** An address that the relay says does not exist gets no more mail, and its reader is marked as bounced. */
function findingsOf(refused: Finished[]): Finding[] {
  return refused.flatMap(({ row, outcome: { suppress: why } }) =>
    why === undefined ? [] : [{ ...why, emailKey: row.address.toLowerCase() }],
  );
}

/**
 * A digest that was paused meanwhile may be so because the relay says of too many that they do not exist. Who pauses it waits
 * for what we suppress here, and so sees it when it takes back the last minutes' suppressions (`pause.ts`).
 */
async function believed(db: Queryable, refused: Finished[]): Promise<Finished[]> {
  const ids = [...new Set(refused.map(({ row }) => row.digestId))];
  const digests = await db.rows(
    z.object({ id: z.int(), status: z.string() }),
    sql`select id, status from digest where id = any(${ids}::int[]) order by id for share`,
  );
  const doubted = new Set<number | null>(digests.filter(({ status }) => status === 'paused').map(({ id }) => id));
  return refused.filter(({ row }) => !doubted.has(row.digestId));
}
