import { recordRefusals } from '../bounces/refusals.ts';
import type { Context } from '../context.ts';
import type { SenderActions } from '../delivery/sender-actions.ts';
import { pauseSending } from '../digests/sql.ts';
import { addressActions } from '../subscribers/suppression.ts';

/** The functions that a sender calls to change tables of other folders. */
export function senderActions(ctx: Context): SenderActions {
  return { ...addressActions, recordRefusals: recordRefusals(ctx), pauseSending };
}
