import { z } from 'zod';
import type { Context } from '../../context.ts';
import { type Digest, type Pooled, poolSize } from '../../digests/digest.ts';
import { papersByRanks } from '../../digests/mail/sql.ts';
import { poolCount } from '../../digests/queries.ts';
import { byline } from '../../papers/byline.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { withParameter } from '../with-parameter.ts';
import { digestPath } from './digest-view.ts';

/** Papers per page, in addition to those of the issue. */
const perPage = 200;

/** The number of a page with papers after the issue, starting at 1. */
export const poolPage = z.coerce
  .number()
  .int()
  .min(1)
  .max(Math.ceil(poolSize / perPage))
  .catch(1);

/** The page that contains a rank. Papers of the issue are on every page. */
export function pageOfRank({ issueSize }: Pick<Digest, 'issueSize'>, rank: number): number {
  return Math.max(1, Math.ceil((rank - issueSize) / perPage));
}

/** The URL of the papers on a digest's page. */
export function poolPath(digest: Pick<Digest, 'kind' | 'date'>, page: number, spot: string) {
  return `${withPage(digestPath(digest), page)}#${spot}`;
}

export function withPage(path: string, page: number): string {
  return page === 1 ? path : withParameter(path, 'papers', page);
}

/** The papers on a digest's page: the issue and one page of the remaining pool. */
export async function poolView(ctx: Context, words: Words, digest: Digest, page: number) {
  const { id, issueSize } = digest;
  const count = await poolCount(ctx.db, id);
  const first = issueSize + (page - 1) * perPage;
  const pool = await papersByRanks(ctx.db, id, [...ranks(0, issueSize), ...ranks(first, perPage)]);
  return {
    pool,
    view: {
      papers: pool.map((pooled) => paperView(words, pooled, issueSize)),
      issueSize,
      poolSize: count,
      restSize: Math.max(0, count - issueSize),
      restPage: page,
      restStart: first + 1,
      firstPapers: page === 1 ? null : poolPath(digest, 1, 'others'),
      morePapers: first + perPage < count ? poolPath(digest, page + 1, 'others') : null,
    },
  };
}

/** The `count` ranks that follow `after`. */
function ranks(after: number, count: number): number[] {
  return Array.from({ length: count }, (_, n) => after + n + 1);
}

function paperView(words: Words, { rank, content }: Pooled, issueSize: number) {
  return {
    rank,
    id: content.id,
    title: content.title,
    byline: byline(words, content),
    inIssue: rank <= issueSize,
  };
}
