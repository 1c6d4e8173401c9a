import type { Queryable } from '../db/client.ts';
import type { RefusalActions } from '../outbox/result.ts';

/** What a sender changes in tables of the folders above, which hand it these functions. */
export interface SenderActions extends RefusalActions {
  /**
   * Pauses a digest that is being sent because the circuit breaker opened.
   * @returns the digest; undefined if it was not being sent
   */
  pauseSending(
    db: Queryable,
    digestId: number,
    reason: { code: 'refused' | 'unknown-recipients'; reply: string },
    now: Date,
  ): Promise<{ kind: string; date: string } | undefined>;
}
