import type { z } from 'zod';
import { escapeHtml } from '../../lib/text/escape-html.ts';
import type { highlights } from '../answers.ts';
import { latexToHtml } from '../../lib/latex/latex.ts';
import type { Paper } from '../paper.ts';

/**
 * Title and abstract as escaped HTML, with the matched words in `<mark>`.
 * @param words the matched words in lower case
 */
export function highlight(paper: Paper, words: ReadonlySet<string>): z.output<typeof highlights> {
  const prose = (text: string) => markWords(text, words);
  return { title: latexToHtml(paper.title, prose), abstract: latexToHtml(paper.abstract, prose) };
}

/** A word is a sequence of letters, digits and marks, as in Postgres' parser. */
function markWords(text: string, words: ReadonlySet<string>): string {
  let html = '';
  let end = 0;
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu)) {
    if (!words.has(word.toLowerCase())) continue;
    html += `${escapeHtml(text.slice(end, index))}<mark>${escapeHtml(word)}</mark>`;
    end = index + word.length;
  }
  return html + escapeHtml(text.slice(end));
}
