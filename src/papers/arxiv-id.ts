const pattern =
  /(?:^|[/:])(\d{4}\.\d{4,5}|[a-z-]{2,20}(?:\.[A-Z]{2})?\/\d{7})(?:v\d{1,3})?(?:\.pdf)?$/;

/** Longer than any link to arXiv. */
const maximumLength = 300;

/**
 * The arXiv id, without version, in an id, an `oai:` name or an arxiv.org link; undefined if the
 * text has no id.
 */
export function arxivIdIn(text: string): string | undefined {
  if (text.length > maximumLength) return undefined;
  return pattern.exec(text.trim().split(/[?#]/, 1)[0] ?? '')?.[1];
}
