const pattern =
  /(?:^|[/:])(\d{4}\.\d{4,5}|[a-z-]{2,20}(?:\.[A-Z]{2})?\/\d{7})(?:v\d{1,3})?(?:\.pdf)?$/;

/** `oai:arXiv.org:2603.00001` in feeds, and links to arXiv or to Hugging Face's page of a paper. */
const prefix =
  /^(?:oai:arxiv\.org:|https?:\/\/(?:(?:www\.|export\.)?arxiv\.org|huggingface\.co\/papers)\/)/i;

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

/**
 * Extracts the arXiv id from a link to arXiv or Hugging Face. Other sites use numbers of the same
 * form.
 */
export function arxivIdOfUrl(url: string | null | undefined): string | undefined {
  return url != null && prefix.test(url) ? arxivIdIn(url) : undefined;
}
