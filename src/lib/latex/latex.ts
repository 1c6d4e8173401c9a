import { escapeHtml } from '../text/escape-html.ts';
import { excerpt } from '../text/wrap.ts';
import { limitsOfText, type WithinLimits } from './limits.ts';
import { mathToHtml } from './math-html.ts';
import { mathToText } from './math.ts';
import { proseToText } from './prose.ts';

/** A formula without its delimiters, or the text between two formulas. */
export interface Piece {
  math: boolean;
  text: string;
}

/** Environments that contain a formula, and the KaTeX environment to use inside a line of text. */
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
 * Splits a text at its formulas: `$$…$$`, `\(…\)`, `\[…\]`, `\begin{equation}…`, and `$…$` by the
 * rule of pandoc: no space inside the delimiters and no digit after them. `$5 and $10` are prices,
 * but `$\sim$10` is a formula. A delimiter without a partner is text. The text is read once: a
 * missing end is searched for only once.
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

/** `indexOf` that remembers which strings have no further match. */
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
  // `$\sim$10` is not a price.
  if (/\d/.test(source.charAt(to + 1)) && !/[\\^_]/.test(tex)) return undefined;
  return { tex, end: to + 1 };
}

/**
 * Titles and abstracts as plain Unicode, for email, feeds and metadata. LaTeX without a Unicode
 * equivalent stays unchanged.
 */
export function latexToText(source: string): string {
  if (!/[$\\~`]|--/.test(source)) return source;
  return pieces(source)
    .map((piece) => (piece.math ? mathToText(piece.text) : proseToText(piece.text)))
    .join('')
    .replaceAll(/ {2,}/g, ' ');
}

/**
 * Escaped HTML with formulas as MathML, which browsers render without scripts or stylesheets.
 * @param prose converts the text between formulas to HTML: escapes it, or also highlights words
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
 * The text of `excerpt(latexToText(source), maximum)` with formulas as MathML, so that pages show
 * as much as the email. A formula that the excerpt cuts is shown as Unicode.
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
