/**
 * The content prior: the expected doublings of upvotes before any vote is known, relative to the
 * other papers of the day. `npm run eval:trending -- --fit` prints `code`, `listingHour` and
 * `delay` with their standard errors. The other weights are judgment calls, explained in
 * docs/relevance.md.
 */
export const priorWeights = {
  /** The paper links to code. */
  code: 0.5,
  /** Per doubling of the stars of that code. */
  stars: 0.1,
  /**
   * Per hour (UTC) of the listing day before the paper was listed. Fewer hours of visibility are
   * left.
   */
  listingHour: -0.15,
  /** Per doubling of the days from publication to listing, after the first two. */
  delay: -0.25,
  /** The paper names an organization. */
  organization: 0.6,
  /** Per day since listing. Makes room for new papers if nobody voted for this one. */
  waiting: -1,
};

/** The usual listing hour (UTC), used if the hour is unknown. */
export const usualListingHour = 2;

/**
 * A mean over n earlier papers is weighted by n / (n + shrinkage): at n = shrinkage it counts half.
 * The variance of a day's upvotes (in doublings) is 2. These values assume effects of 0.5 and 0.14.
 */
export const shrinkage = { organization: 8, authors: 8, word: 100 };
