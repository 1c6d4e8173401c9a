import { renderToString } from 'katex';
import { escapeHtml } from '../text/escape-html.ts';
import { isSafeFormula, isSafeMarkup, maximumExpansions } from './limits.ts';
import { mathToText } from './math.ts';
import { coreMathMl } from './mathml.ts';

/** MathML of short formulas, by their TeX: at most 5,000 entries of 4,000 characters. */
const cached = new Map<string, string>();

/** A formula as MathML, or as escaped text if it exceeds a limit or KaTeX cannot read it. */
export function mathToHtml(tex: string): string {
  // KaTeX renders the exponent of `SF(DA)$^2$` without a base; Unicode reads better there.
  if (/^\s*[\^_]/.test(tex) || !isSafeFormula(tex)) return escapeHtml(mathToText(tex));
  const known = cached.get(tex);
  if (known !== undefined) return known;
  const html = render(tex);
  if (cached.size >= 5000) cached.clear();
  if (tex.length <= 200 && html.length <= 4000) cached.set(tex, html);
  return html;
}

function render(tex: string): string {
  try {
    const markup = renderToString(tex, {
      output: 'mathml',
      throwOnError: true,
      strict: 'ignore',
      maxExpand: maximumExpansions,
    });
    const html = coreMathMl(markup.replace(/^<span class="katex">/, '').replace(/<\/span>$/, ''));
    return isSafeMarkup(html) ? html : escapeHtml(mathToText(tex));
  } catch {
    return escapeHtml(mathToText(tex));
  }
}
