import { z } from 'zod';
import type { Prisma } from '../generated/prisma/client.ts';
import { sourceFailure } from '../papers/sources/failure.ts';

/** A source that failed, and why. */
export const failedSource = z.object({ source: z.string(), failure: sourceFailure });
export type FailedSource = z.output<typeof failedSource>;

/** Why a digest was paused, cancelled or skipped. reason-text.ts has the texts. */
export const digestReason = z.discriminatedUnion('code', [
  z.object({ code: z.literal('paused-by-operator') }),
  z.object({ code: z.literal('cancelled-by-operator') }),
  /** `sources` lists the sources that failed at that time. */
  z.object({ code: z.literal('no-papers'), sources: z.array(failedSource).default([]) }),
  /** No process was running from its scheduled time until DIGEST_CATCH_UP later. */
  z.object({ code: z.literal('too-late') }),
  /** The circuit breaker opened after too many refusals. `reply` is the last one. */
  z.object({ code: z.literal('refused'), reply: z.string() }),
  /**
   * The circuit breaker opened after too many addresses did not exist. `reply` is the last refusal.
   */
  z.object({ code: z.literal('unknown-recipients'), reply: z.string() }),
]);
export type DigestReason = z.output<typeof digestReason>;

/** Parses the reason columns of a row. */
export function reasonFrom(code: string | null, params: Prisma.JsonValue): DigestReason | null {
  return code === null ? null : digestReason.parse({ ...z.looseObject({}).parse(params), code });
}

/** The columns that store a reason. */
export function reasonColumns({ code, ...params }: DigestReason): {
  reason: string;
  reasonParams: Prisma.InputJsonObject;
} {
  return { reason: code, reasonParams: params };
}
