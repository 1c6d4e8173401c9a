import type { Queryable } from '../db/client.ts';
import type { Finding } from '../suppressions/sql.ts';
import type { AddressActions } from '../suppressions/suppressions.ts';
import type { ClaimedRow } from './claimed-row.ts';
import type { Fault } from './classification/consequence.ts';
import type { Classification, Stage } from './classification/reply.ts';
import type { Reason } from './reasons.ts';

/** The result of one attempt, as written to the row. */
export interface Result {
  state: 'sent' | 'deferred' | 'failed' | 'uncertain' | 'queued';
  reason: Reason | null;
  /** The reply of the SMTP server, or the error. */
  detail?: string;
  /** Seconds until the row may be claimed again; null: never. */
  retryAfter: number | null;
  /** The relay that was tried. */
  relayId?: number;
  /** Returned to the queue without an attempt. */
  untried?: true;
  /** What a refusal was about. Null: accepted. Absent: there was no reply. */
  fault?: Fault | null;
  /** A 5xx that suppresses no address. */
  refusal?: Pick<Refusal, 'stage' | 'classification'>;
  /** Set if the reply was about the address, which is then suppressed (evidence: the reply). */
  suppress?: Pick<Finding, 'reason' | 'evidence'>;
}

/** A 5xx that suppresses no address. */
export interface Refusal {
  row: { digestId: number; subscriberId: number } | { transactionalEmailId: number };
  stage: Stage;
  /** The reply. */
  reason: string;
  classification: Classification;
}

/** The consequences of refusals, implemented by the folders above. */
export interface RefusalActions extends AddressActions {
  recordRefusals?(db: Queryable, refusals: Refusal[]): Promise<void>;
}

/** A row and its result. */
export interface RowResult {
  row: ClaimedRow;
  result: Result;
}

/**
 * The result of a row that goes back to the queue without an attempt; the next claim checks it
 * again.
 */
export const untried: Result = { state: 'queued', reason: null, retryAfter: null, untried: true };
