import { z } from 'zod';

/** A row of the outbox that a sender has claimed. */
export const claimedRow = z.object({
  /** `digest`, or the kind of a transactional email. Selects the renderer. */
  kind: z.string(),
  /** The delivery's key; null for a transactional email. */
  digestId: z.int().nullable(),
  selectionId: z.int().nullable(),
  /** The transactional email's key; null for a delivery. */
  transactionalEmailId: z.int().nullable(),
  subscriberId: z.int().nullable(),
  /** The envelope: the address at the time of the claim. */
  address: z.string(),
  /** The number of changes of the subscriber's address; each change invalidates earlier links. */
  moves: z.int(),
  language: z.string().nullable(),
  timezone: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
  /** Raised by each claim. A result is written only if the token is unchanged. */
  fencingToken: z.int(),
  /** The relay that may already have the message. No other relay is tried automatically. */
  relayId: z.int().nullable(),
  /** The number of earlier attempts. */
  attempts: z.int(),
});
export type ClaimedRow = z.output<typeof claimedRow>;
