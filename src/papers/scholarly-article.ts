import { latexToText } from '../lib/latex/latex.ts';
import type { Words } from '../lib/i18n/words.ts';
import { authorsText } from './authors-text.ts';
import type { Paper } from './paper.ts';

/**
 * Structured data (https://schema.org/ScholarlyArticle). `<` is escaped so that a title cannot
 * close the script element.
 */
export function scholarlyArticle(words: Words, paper: Paper, url: string): string {
  return JSON.stringify({
    '@context': 'https://schema.org',
    '@type': 'ScholarlyArticle',
    url,
    headline: latexToText(paper.title),
    abstract: latexToText(paper.abstract),
    author:
      paper.authors.length > 0
        ? paper.authors.map((name) => ({ '@type': 'Person', name }))
        : authorsText(words, paper),
    ...(paper.publishedOn === null ? {} : { datePublished: paper.publishedOn }),
    ...(paper.url === null ? {} : { sameAs: paper.url }),
  }).replaceAll('<', String.raw`\u003c`);
}
