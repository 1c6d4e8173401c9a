import { z } from 'zod';

/** A row of the outbox that a sender holds. */
export const claimedRow = z.object({
  /** `digest`, or the kind of a transactional email: the renderer's name. */
  kind: z.string(),
  /** The delivery's key; null for a transactional email. */
  digestId: z.int().nullable(),
  selectionId: z.int().nullable(),
  /** The transactional email's key; null for a delivery. */
  transactionalEmailId: z.int().nullable(),
  subscriberId: z.int().nullable(),
  /** The envelope: the address at the time of the claim. */
  address: z.string(),
  language: z.string().nullable(),
  timezone: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
  /** Raised by each claim: a result is written only while it is the same. */
  fencingToken: z.int(),
  /** The relay that may have it already: no other is tried by itself. */
  relayId: z.int().nullable(),
  /** Made before this one. */
  attempts: z.int(),
});
export type ClaimedRow = z.output<typeof claimedRow>;
