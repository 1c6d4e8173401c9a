import { renderToString } from 'katex';
import { replace as toUnicode } from 'unicodeit';
import { escapeHtml } from '../escape-html.ts';

/** `$…$` by pandoc's rule (no space inside, no digit after: `$5 and $10` are prices), `\(…\)` and `\[…\]`. */
const math = /\$\$([^$]+)\$\$|\$(?=\S)([^$]*[^\s$])\$(?!\d)|\\\((.+?)\\\)|\\\[(.+?)\\\]/g;

const accents: Record<string, string> = {
  "'": '\u0301',
  '`': '\u0300',
  '^': '\u0302',
  '"': '\u0308',
  '~': '\u0303',
  '=': '\u0304',
  '.': '\u0307',
  c: '\u0327',
  v: '\u030C',
  H: '\u030B',
  u: '\u0306',
  r: '\u030A',
};

const letters: Record<string, string> = { ss: 'ß', o: 'ø', O: 'Ø', l: 'ł', L: 'Ł', ae: 'æ', AE: 'Æ', aa: 'å', i: 'ı' };

interface Piece {
  math: boolean;
  text: string;
}

function pieces(source: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of source.matchAll(math)) {
    if (match.index > end) found.push({ math: false, text: source.slice(end, match.index) });
    found.push({ math: true, text: match.slice(1).find((group) => group !== undefined) ?? '' });
    end = match.index + match[0].length;
  }
  if (end < source.length) found.push({ math: false, text: source.slice(end) });
  return found;
}

/** Titles and abstracts as plain Unicode, for mail, feeds and metadata; what cannot be said in Unicode stays as it came. */
export function latexToText(source: string): string {
  if (!/[$\\]/.test(source)) return source;
  return pieces(source)
    .map((piece) => (piece.math ? mathToText(piece.text) : proseToText(piece.text)))
    .join('')
    .replaceAll(/ {2,}/g, ' ');
}

const rendered = new Map<string, string>();

/** Escaped HTML with formulas as MathML, which browsers set without a script or a stylesheet. */
export function latexToHtml(source: string): string {
  const known = rendered.get(source);
  if (known !== undefined) return known;
  const html = pieces(source)
    .map((piece) => (piece.math ? mathToHtml(piece.text) : escapeHtml(proseToText(piece.text))))
    .join('');
  if (rendered.size >= 2000) rendered.clear();
  rendered.set(source, html);
  return html;
}

function mathToHtml(tex: string): string {
  // Without a base, KaTeX sets the exponent of `SF(DA)$^2$` on nothing; Unicode reads better there.
  if (/^[\^_]/.test(tex)) return escapeHtml(mathToText(tex));
  try {
    const html = renderToString(tex, { output: 'mathml', throwOnError: true, strict: 'ignore', maxExpand: 200 });
    return html
      .replace(/^<span class="katex">/, '')
      .replace(/<\/span>$/, '')
      .replace(/<annotation.*?<\/annotation>/s, '');
  } catch {
    return escapeHtml(mathToText(tex));
  }
}

function mathToText(tex: string): string {
  const plain = tex
    .replaceAll(/\\(?:text|textbf|textit|textrm|mathrm|mathit|operatorname|mbox)\s*\{([^{}]*)\}/g, '$1')
    .replaceAll(/\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, '$1/$2')
    .replaceAll(/\\sqrt\s*\{([^{}]*)\}/g, '√$1')
    .replaceAll(/\\([%&_#$])/g, '$1')
    // unicodeit would read `\log` as `\l` and "og".
    .replaceAll(/\\(arg|cos|deg|det|dim|exp|gcd|inf|ker|lim|ln|log|max|min|Pr|sin|sup|tan|tanh)\b/g, '$1')
    .replaceAll(/\\(?:left|right|,|;|!|:)/g, '');
  return toUnicode(plain).replaceAll(/(?<!\\[A-Za-z]*)\{([^{}]*)\}/g, '$1');
}

function proseToText(source: string): string {
  return source
    .replaceAll(/\\href\s*\{[^{}]*\}\s*\{([^{}]*)\}/g, '$1')
    .replaceAll(/\\(?:url|text[a-z]{2}|textnormal|emph|underline|mbox|text)\s*\{([^{}]*)\}/g, '$1')
    .replaceAll(
      /\\(['`^"~=.]|[cvHur](?=\{))\s*\{?\\?([A-Za-zı])\}?/g,
      (whole: string, mark: string, letter: string) => {
        const accent = accents[mark];
        return accent === undefined ? whole : `${letter}${accent}`.normalize('NFC');
      },
    )
    .replaceAll(/\\(ss|ae|AE|aa|o|O|l|L|i)(?:\{\}|\b\s?)/g, (whole: string, name: string) => letters[name] ?? whole)
    .replaceAll(/\\([%&_#$])/g, '$1');
}
