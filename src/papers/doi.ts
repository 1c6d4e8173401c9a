const pattern =
  /^(?:doi:|https?:\/\/(?:dx\.)?doi\.org\/)?(10\.\d{4,9}\/[^\s\p{C}]{1,200})(?:\s|$)/iu;

/**
 * Extracts the DOI from a text such as `https://doi.org/10.1000/XYZ`, or returns undefined. The
 * result is in lower case because DOIs are case-insensitive.
 */
export function doiIn(text: string): string | undefined {
  return pattern.exec(text.trim())?.[1]?.toLowerCase();
}

/** Extracts the arXiv id from a DOI that arXiv assigned, such as `10.48550/arxiv.2510.12345`. */
export function arxivIdOfDoi(doi: string): string | undefined {
  return /^10\.48550\/arxiv\.(.+)$/.exec(doi)?.[1];
}
