import { z } from 'zod';
import type { Context } from '../../context.ts';
import { liftSuppression } from '../../subscribers/suppression.ts';
import { resendConfirmation } from '../../subscribers/signup/resend-confirmation.ts';
import { eraseSubscriber } from '../../subscribers/account/erase.ts';
import { pause, resume } from '../../subscribers/preferences/preferences.ts';
import type { Subscriber } from '../../subscribers/subscriber.ts';
import { unsubscribeById } from '../../subscribers/account/unsubscribe.ts';
import type { AuditAction } from '../audit-log.ts';
import { form } from '../form-fields.ts';

/** The actions of an operator on a subscriber. */
export const subscriberAction = z.enum(['ask', 'pause', 'resume', 'unsubscribe', 'lift', 'erase']);

/** `days` is the length of a pause. 0 means until it is resumed. */
export const actionForm = form({ days: z.coerce.number().int().min(0).max(366).default(0) });

interface SubscriberAction {
  /** Its name in the audit log. */
  action: AuditAction;
  /** @returns false if the status of the subscriber does not allow the action */
  run(ctx: Context, subscriber: Subscriber, fields: z.output<typeof actionForm>): Promise<boolean>;
}

export const subscriberActions: Record<z.output<typeof subscriberAction>, SubscriberAction> = {
  ask: { action: 'subscriber-asked', run: (ctx, { id }) => resendConfirmation(ctx, id) },
  pause: {
    action: 'subscriber-paused',
    run: async (ctx, { id, status }, { days }) => {
      if (status !== 'active' && status !== 'paused') return false;
      await pause(ctx, id, days === 0 ? null : new Date(ctx.now().getTime() + days * 86_400_000));
      return true;
    },
  },
  resume: {
    action: 'subscriber-resumed',
    run: async (ctx, { id, status }) => {
      if (status === 'paused') await resume(ctx, id);
      return status === 'paused' || status === 'active';
    },
  },
  unsubscribe: {
    action: 'subscriber-unsubscribed',
    run: async (ctx, { id, status }) => {
      await unsubscribeById(ctx, id);
      return status !== 'complained';
    },
  },
  lift: {
    action: 'subscriber-unblocked',
    run: (ctx, { email }) => liftSuppression(ctx, email.toLowerCase()),
  },
  erase: { action: 'subscriber-erased', run: (ctx, { id }) => eraseSubscriber(ctx, id) },
};
