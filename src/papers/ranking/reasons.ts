import { z } from 'zod';
import type { Rankable, Signals } from './rankable.ts';

const count = z.int().min(0);

/**
 * Why a paper ranks where it does, as a code with the observed numbers. reason-text.ts has the
 * texts.
 */
export const reason = z.discriminatedUnion('code', [
  z.object({ code: z.literal('upvotes'), count }),
  /** Upvotes gained within this number of hours. */
  z.object({ code: z.literal('rising'), count, hours: z.number().min(1) }),
  /** The paper links to code. `stars` is null if unknown. */
  z.object({ code: z.literal('code'), stars: count.nullable() }),
  /**
   * The mean of earlier papers by authors of the same name, used if the paper's own upvotes are
   * unknown.
   */
  z.object({ code: z.literal('authors'), papers: count, upvotes: count }),
  z.object({ code: z.literal('organization'), papers: count, upvotes: count }),
  /** An operator chose it. */
  z.object({ code: z.literal('chosen') }),
  /** In a weekly digest: the paper's upvotes have doubled since its daily digest. */
  z.object({ code: z.literal('rose-again') }),
]);
export type Reason = z.output<typeof reason>;

/** The minimum gain of upvotes of a rising paper. */
const risingFrom = 5;

/** Returns reasons for observed facts only. An unknown number gives no reason. */
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
