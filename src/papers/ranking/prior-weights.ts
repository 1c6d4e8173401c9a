/**
 * The content prior: doublings of upvotes that a paper may expect before a vote is known, compared
 * with the other papers of its day. `npm run eval:trending -- --fit` prints `code`, `listingHour`
 * and `delay` with their standard errors; the others are judgement, docs/relevance.md says why.
 */
export const priorWeights = {
  /** A link to code. */
  code: 0.5,
  /** Per doubling of the stars of that code. */
  stars: 0.1,
  /**
   * Per hour (UTC) of the listing day that passed before it was listed: fewer hours left to be
   * seen.
   */
  listingHour: -0.15,
  /** Per doubling of the days from publication to listing, after the first two. */
  delay: -0.25,
  /** An organization is named. */
  organization: 0.6,
  /** Per day since listing: a paper that nobody voted for makes room for a new one. */
  waiting: -1,
};

/** The usual listing hour (UTC); used when it is unknown. */
export const usualListingHour = 2;

/**
 * A mean over n earlier papers counts n / (n + shrinkage) of itself: the number of papers whose
 * mean says as much as knowing nothing. The variance of a day's upvotes (in doublings) is 2; these
 * assume effects of 0.5 and 0.14.
 */
export const shrinkage = { organization: 8, authors: 8, word: 100 };
