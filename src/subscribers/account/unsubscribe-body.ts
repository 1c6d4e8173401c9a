import { z } from 'zod';
import { reasonInput } from './unsubscribe.ts';

/**
 * The forms on the page after unsubscribing. Any other body, RFC 8058's own included, only
 * unsubscribes.
 */
const afterwards = z.object({
  'List-Unsubscribe': z.never().optional(),
  action: z.enum(['pause', 'weekly', 'reason', 'manage']),
});

const days = z.coerce
  .number('1 to 366 days')
  .int('1 to 366 days')
  .min(1, '1 to 366 days')
  .max(366, '1 to 366 days');

const choice = z.discriminatedUnion('action', [
  z.object({ action: z.literal('unsubscribe') }),
  z.object({ action: z.literal('pause'), days: days.default(14) }),
  z.object({ action: z.literal('weekly') }),
  z.object({ action: z.literal('reason'), ...reasonInput.shape }),
  z.object({ action: z.literal('manage') }),
]);

/** Any body unsubscribes; only the forms on the page after it can request something else. */
export const unsubscribeBody = z.preprocess(
  (body) => (afterwards.safeParse(body).success ? body : { action: 'unsubscribe' }),
  choice,
);

/** A reason as the reader typed it, to show it again. */
export const typedReason = z.object({
  reason: z.string().catch(''),
  comment: z.string().catch(''),
});
export type TypedReason = z.output<typeof typedReason>;
