import type { Context } from '../../context.ts';
import type { JournalState } from '../../generated/prisma/client.ts';
import { endHold } from '../../journal/hold.ts';
import { wakeSenders } from '../../outbox/enqueue.ts';

/** Ends the hold that an older database caused: the senders continue at once. */
export async function releaseHold(ctx: Context, state: JournalState): Promise<void> {
  await endHold(ctx, state);
  await wakeSenders(ctx.db);
}
