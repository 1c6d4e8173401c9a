import { z } from 'zod';
import type { Rankable, Signals } from './rankable.ts';

const count = z.int().min(0);

/**
 * Why a paper ranks where it does: a code with the numbers that were observed. reason-text.ts has
 * the words.
 */
export const reason = z.discriminatedUnion('code', [
  z.object({ code: z.literal('upvotes'), count }),
  /** Upvotes that came within so many hours. */
  z.object({ code: z.literal('rising'), count, hours: z.number().min(1) }),
  /** Code is linked; its stars where they are known. */
  z.object({ code: z.literal('code'), stars: count.nullable() }),
  /** The mean of earlier papers, where this one's upvotes are unknown. */
  z.object({ code: z.literal('authors'), papers: count, upvotes: count }),
  z.object({ code: z.literal('organization'), papers: count, upvotes: count }),
  /** An operator chose it. */
  z.object({ code: z.literal('chosen') }),
  /** Of a weekly digest: its upvotes have doubled since its daily digest. */
  z.object({ code: z.literal('rose-again') }),
]);
export type Reason = z.output<typeof reason>;

/** Upvotes that a paper must have gained to be called rising. */
const risingFrom = 5;

/** Only what was observed: an unknown number has no reason. */
export function reasonsOf(
  { upvotes, codeUrl, stars = null }: Pick<Rankable, 'upvotes' | 'codeUrl' | 'stars'>,
  { growth, trackRecord }: Signals = {},
): Reason[] {
  const { authors, organization } = trackRecord ?? {};
  return [
    ...(upvotes === null ? [] : [{ code: 'upvotes' as const, count: upvotes }]),
    ...(growth === undefined || growth.upvotes < risingFrom
      ? []
      : [{ code: 'rising' as const, count: growth.upvotes, hours: growth.hours }]),
    ...(upvotes !== null || authors === undefined
      ? []
      : [{ code: 'authors' as const, ...authors }]),
    ...(upvotes !== null || organization === undefined
      ? []
      : [{ code: 'organization' as const, ...organization }]),
    ...(codeUrl === null ? [] : [{ code: 'code' as const, stars }]),
  ];
}
