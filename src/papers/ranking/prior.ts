import type { Day } from '../../lib/dates.ts';
import { priorWeights, usualListingHour } from './prior-weights.ts';
import type { TrackRecord } from './track-record.ts';

/** The fields of a paper that the content prior reads. An absent field counts as average. */
export interface Described {
  listedOn: Day;
  publishedOn?: Day | null;
  codeUrl: string | null;
  stars?: number | null;
  organization?: string | null;
}

export interface PriorSignals {
  /** When the paper was listed, if that was observed. */
  listedAt?: Date;
  trackRecord?: TrackRecord;
}

const dayLength = 86_400_000;

/** Expected doublings of upvotes from content alone. Higher is better. 0 has no special meaning. */
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

/** A time outside the listing day is ignored because the paper was imported later. */
function hourOfListing(listedOn: Day, listedAt: Date | undefined): number {
  const hours =
    listedAt === undefined ? Number.NaN : (listedAt.getTime() - Date.parse(listedOn)) / 3_600_000;
  return hours >= 0 && hours < 24 ? hours : usualListingHour;
}

/** At most 30, the longest delay of the data that the weight was fitted to. */
function daysUntilListed({ listedOn, publishedOn }: Described): number {
  return publishedOn == null
    ? 0
    : Math.min(30, (Date.parse(listedOn) - Date.parse(publishedOn)) / dayLength);
}
