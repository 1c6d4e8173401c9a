import { escapeHtml } from '../text/escape-html.ts';
import { excerpt } from '../text/wrap.ts';
import { limitsOfText, type WithinLimits } from './limits.ts';
import { mathToHtml } from './math-html.ts';
import { mathToText } from './math.ts';
import { proseToText } from './prose.ts';

/** A formula, without the signs around it, or the text between two. */
export interface Piece {
  math: boolean;
  text: string;
}

/** Environments that hold a formula, and the one that KaTeX has for it within a line. */
const environments: Record<string, string> = {
  equation: '',
  'equation*': '',
  displaymath: '',
  math: '',
  align: 'aligned',
  'align*': 'aligned',
  eqnarray: 'aligned',
  'eqnarray*': 'aligned',
  gather: 'gathered',
  'gather*': 'gathered',
  multline: 'gathered',
  'multline*': 'gathered',
};

/**
 * Cuts a text at its formulas: `$$…$$`, `\(…\)`, `\[…\]`, `\begin{equation}…`, and `$…$` by
 * pandoc's rule (no space inside the signs and no digit after: `$5 and $10` are prices; but
 * `$\sim$10`). A sign without its partner is text. One pass: what has no end is looked for once.
 */
export function pieces(source: string): Piece[] {
  const found: Piece[] = [];
  const ends = endFinder(source);
  let text = 0;
  for (const match of source.matchAll(/\\begin\{([a-z]+\*?)\}|\\[^]|\$\$?/g)) {
    if (match.index < text) continue;
    const formula = formulaAt(source, match[0], match.index, match[1], ends);
    if (formula === undefined) continue;
    if (match.index > text) found.push({ math: false, text: source.slice(text, match.index) });
    found.push({ math: true, text: formula.tex });
    text = formula.end;
  }
  if (text < source.length) found.push({ math: false, text: source.slice(text) });
  return found;
}

type EndFinder = (end: string, from: number) => number;

/** `indexOf` that remembers what is not there any more. */
function endFinder(source: string): EndFinder {
  const gone = new Set<string>();
  return (end, from) => {
    if (gone.has(end)) return -1;
    const at = source.indexOf(end, from);
    if (at === -1) gone.add(end);
    return at;
  };
}

function formulaAt(
  source: string,
  sign: string,
  at: number,
  environment: string | undefined,
  ends: EndFinder,
) {
  const from = at + sign.length;
  const until = (end: string, wrap = '') => {
    const to = ends(end, from);
    if (to === -1) return undefined;
    const tex = source.slice(from, to);
    return {
      tex: wrap === '' ? tex : `\\begin{${wrap}}${tex}\\end{${wrap}}`,
      end: to + end.length,
    };
  };
  if (environment !== undefined) {
    const wrap = environments[environment];
    return wrap === undefined ? undefined : until(`\\end{${environment}}`, wrap);
  }
  if (sign === '\\(') return until('\\)');
  if (sign === '\\[') return until('\\]');
  if (sign === '$$') return source[from] === '$' ? undefined : until('$$');
  return sign === '$' ? dollarFormula(source, from, ends) : undefined;
}

function dollarFormula(source: string, from: number, ends: EndFinder) {
  if (/^\s?$/.test(source.charAt(from))) return undefined;
  let to = ends('$', from);
  while (to > 0 && source[to - 1] === '\\') to = ends('$', to + 1);
  if (to === -1 || /\s/.test(source.charAt(to - 1))) return undefined;
  const tex = source.slice(from, to);
  // `$\sim$10` is no price.
  if (/\d/.test(source.charAt(to + 1)) && !/[\\^_]/.test(tex)) return undefined;
  return { tex, end: to + 1 };
}

/**
 * Titles and abstracts as plain Unicode, for mail, feeds and metadata; what cannot be said in
 * Unicode stays as it came.
 */
export function latexToText(source: string): string {
  if (!/[$\\~`]|--/.test(source)) return source;
  return pieces(source)
    .map((piece) => (piece.math ? mathToText(piece.text) : proseToText(piece.text)))
    .join('')
    .replaceAll(/ {2,}/g, ' ');
}

/**
 * Escaped HTML with formulas as MathML, which browsers set without a script or a stylesheet.
 * @param prose how the text between formulas becomes HTML: escaped, or with words marked
 */
export function latexToHtml(source: string, prose: (text: string) => string = escapeHtml): string {
  const withinLimits = limitsOfText();
  return pieces(source)
    .map((piece) =>
      piece.math ? formulaToHtml(piece.text, withinLimits) : prose(proseToText(piece.text)),
    )
    .join('');
}

/**
 * What `excerpt(latexToText(source), most)` says, with its formulas as MathML: a page that shows as
 * much as the mail. A formula that is cut in two reads as Unicode.
 */
export function excerptToHtml(source: string, maximum: number): string {
  let rest = excerpt(latexToText(source), maximum);
  let html = '';
  const withinLimits = limitsOfText();
  for (const piece of pieces(source)) {
    const whole = piece.math ? mathToText(piece.text) : proseToText(piece.text);
    const text = (html.endsWith(' ') ? whole.trimStart() : whole).replaceAll(/ {2,}/g, ' ');
    if (!rest.startsWith(text)) break;
    rest = rest.slice(text.length);
    html += piece.math ? formulaToHtml(piece.text, withinLimits) : escapeHtml(text);
  }
  return html + escapeHtml(rest);
}

function formulaToHtml(tex: string, withinLimits: WithinLimits): string {
  return withinLimits(tex, mathToHtml) ?? escapeHtml(mathToText(tex));
}
