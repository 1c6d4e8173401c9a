const pattern = /(?:^|\/|:)(\d{4}\.\d{4,5}|[a-z-]{2,20}(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?(?:\.pdf)?$/;

/** The arXiv id, without version, in an id, an `oai:` name or an arxiv.org link; undefined where there is none. */
export function arxivIdIn(text: string): string | undefined {
  return pattern.exec(text.trim().split(/[?#]/, 1)[0] ?? '')?.[1];
}
