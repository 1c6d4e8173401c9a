import type { Queryable } from '../db/client.ts';
import type { RefusalActions } from '../outbox/result.ts';

/** Changes of tables owned by the folders above, which pass these functions to the sender. */
export interface SenderActions extends RefusalActions {
  /**
   * Pauses a digest that is being sent because the circuit breaker opened.
   * @returns the digest; undefined if it was not being sent
   */
  pauseSending(
    db: Queryable,
    digestId: number,
    reason: { code: 'refused' | 'unknown-recipients'; reply: string },
  ): Promise<{ kind: string; date: string } | undefined>;
}
