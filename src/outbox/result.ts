import type { Queryable } from '../db/client.ts';
import type { Finding } from '../suppressions/sql.ts';
import type { AddressActions } from '../suppressions/suppressions.ts';
import type { ClaimedRow } from './claimed-row.ts';
import type { Fault } from './classification/consequence.ts';
import type { Classification, Stage } from './classification/reply.ts';
import type { Reason } from './reasons.ts';

/** The result of one attempt, as it is written to the row. */
export interface Result {
  state: 'sent' | 'deferred' | 'failed' | 'uncertain' | 'queued';
  reason: Reason | null;
  /** What the SMTP server said, or the error. */
  detail?: string;
  /** Seconds until it may be claimed again; null: never. */
  retryAfter: number | null;
  /** The relay that was tried. */
  relayId?: number;
  /** Put back without an attempt. */
  untried?: true;
  /** Whose fault a refusal was; null: accepted; absent: there was no reply. */
  fault?: Fault | null;
  /** A 5xx that suppresses no address. */
  refusal?: Pick<Refusal, 'stage' | 'classification'>;
  /** Set if the reply was about the address: it is suppressed, with the reply as evidence. */
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

/** What refusals lead to, by the folders above. */
export interface RefusalActions extends AddressActions {
  recordRefusals?(db: Queryable, refusals: Refusal[]): Promise<void>;
}

/** A row and its result. */
export interface RowResult {
  row: ClaimedRow;
  result: Result;
}

/** Put back untried: the next claim checks it again. */
export const putBack: Result = { state: 'queued', reason: null, retryAfter: null, untried: true };
