const pattern =
  /(?:^|[/:])(\d{4}\.\d{4,5}|[a-z-]{2,20}(?:\.[A-Z]{2})?\/\d{7})(?:v\d{1,3})?(?:\.pdf)?$/;

/** Every link to arXiv is shorter than this. */
const maximumLength = 300;

/**
 * Extracts the arXiv id, without its version, from an id, an `oai:` name or an arxiv.org link.
 * Returns undefined if the text contains no id.
 */
export function arxivIdIn(text: string): string | undefined {
  if (text.length > maximumLength) return undefined;
  return pattern.exec(text.trim().split(/[?#]/, 1)[0] ?? '')?.[1];
}
