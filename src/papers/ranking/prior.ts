import type { Day } from '../../lib/dates.ts';
import { priorWeights, usualListingHour } from './prior-weights.ts';
import type { TrackRecord } from './track-record.ts';

/** What the content prior reads of a paper; what is absent counts as the usual. */
export interface Described {
  listedOn: Day;
  publishedOn?: Day | null;
  codeUrl: string | null;
  stars?: number | null;
  organization?: string | null;
}

export interface PriorSignals {
  /** When the paper was listed, where that was seen. */
  listedAt?: Date;
  trackRecord?: TrackRecord;
}

const dayLength = 86_400_000;

/**
 * Expected doublings of upvotes by content alone: higher is better, 0 has no meaning of its own.
 */
export function priorOf(paper: Described, { listedAt, trackRecord }: PriorSignals = {}): number {
  const { code, stars, organization, listingHour, delay } = priorWeights;
  return (
    (paper.codeUrl === null ? 0 : code) +
    stars * Math.log2(1 + (paper.stars ?? 0)) +
    ((paper.organization ?? null) === null ? 0 : organization) +
    listingHour * hourOfListing(paper.listedOn, listedAt) +
    delay * Math.log2(1 + Math.max(0, daysUntilListed(paper) - 2)) +
    (trackRecord?.points ?? 0)
  );
}

/** A moment outside the listing day says nothing: the paper was imported later. */
function hourOfListing(listedOn: Day, listedAt: Date | undefined): number {
  const hours =
    listedAt === undefined ? Number.NaN : (listedAt.getTime() - Date.parse(listedOn)) / 3_600_000;
  return hours >= 0 && hours < 24 ? hours : usualListingHour;
}

/** At most 30: the weight was fitted to no longer delays. */
function daysUntilListed({ listedOn, publishedOn }: Described): number {
  return publishedOn == null
    ? 0
    : Math.min(30, (Date.parse(listedOn) - Date.parse(publishedOn)) / dayLength);
}
