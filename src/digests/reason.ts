import { z } from 'zod';
import type { Prisma } from '../generated/prisma/client.ts';

/** A source that failed, and what it answered. */
const failedSource = z.object({ source: z.string(), detail: z.string() });
export type FailedSource = z.output<typeof failedSource>;

/** Why a digest was paused, cancelled or skipped; reason-text.ts has the words. */
export const digestReason = z.discriminatedUnion('code', [
  z.object({ code: z.literal('paused-by-operator') }),
  z.object({ code: z.literal('cancelled-by-operator') }),
  /** `sources`: those that failed then. */
  z.object({ code: z.literal('no-papers'), sources: z.array(failedSource).default([]) }),
  /** No process was running between its time and DIGEST_CATCH_UP after it. */
  z.object({ code: z.literal('too-late') }),
  /** The circuit breaker opened: too many refusals; `reply` is the last one. */
  z.object({ code: z.literal('refused'), reply: z.string() }),
  /**
   * The circuit breaker opened: too many addresses that do not exist; `reply` is the last refusal.
   */
  z.object({ code: z.literal('unknown-recipients'), reply: z.string() }),
]);
export type DigestReason = z.output<typeof digestReason>;

/** The reason that a row holds. */
export function reasonFrom(code: string | null, params: Prisma.JsonValue): DigestReason | null {
  return code === null ? null : digestReason.parse({ ...z.looseObject({}).parse(params), code });
}

/** A reason as a row holds it. */
export function reasonColumns({ code, ...params }: DigestReason): {
  reason: string;
  reasonParams: Prisma.InputJsonObject;
} {
  return { reason: code, reasonParams: params };
}
