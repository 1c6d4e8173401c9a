import { z } from 'zod';
import { exactly, invalidInput, Problem } from '../lib/errors/problem.ts';
import { subscriberAnswer } from './answers.ts';
import { preferenceInput } from './preferences/definitions.ts';
import { isSubscribed, subscriberStatus } from './subscriber.ts';

const settable = z.object({
  ...preferenceInput.shape,
  status: z.enum(['active', 'paused', 'unsubscribed'], 'active, paused or unsubscribed').optional(),
});

const asAnswered = z.unknown().optional().describe('Read-only: may be sent back unchanged');

/** Read-only fields: the API returns them, and clients cannot change them. */
const readOnly = Object.fromEntries(
  Object.keys(subscriberAnswer.shape)
    .filter((name) => !(name in settable.shape))
    .map((name) => [name, asAnswered]),
);

/**
 * The body that changes a subscriber. It may repeat the current status even if clients cannot set
 * it.
 */
export const subscriberPatch = exactly(
  z.object({ ...readOnly, ...settable.shape, status: subscriberStatus.optional() }),
).meta({ examples: [{ hour: 7 }] });

type Known = z.output<typeof subscriberAnswer>;

/**
 * Returns what a body changes.
 * @throws Problem 422 for a read-only field, 409 for a status that this subscriber cannot have
 */
export function changesIn(
  body: z.output<typeof subscriberPatch>,
  known: Known,
): z.output<typeof settable> {
  const before = new Map(
    Object.entries(known).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  const changed = Object.entries(body).filter(
    ([name, value]) => before.get(name) !== JSON.stringify(value),
  );
  const changes = exactly(settable).safeParse(Object.fromEntries(changed));
  if (!changes.success) throw invalidInput(changes.error);
  const { status } = changes.data;
  if (status !== undefined && isSubscribed(status) && !isSubscribed(known.status))
    throw notPossible(known, 'only their own confirmation makes them active');
  if (status === 'unsubscribed' && known.status === 'complained')
    throw notPossible(known, 'their status changes when an operator lifts the suppression');
  return changes.data;
}

function notPossible({ status }: Known, reason: string): Problem {
  return new Problem(409, 'Not possible', `This subscriber is ${status}; ${reason}.`);
}
