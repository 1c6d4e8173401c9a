import { renderToString } from 'katex';
import { escapeHtml } from '../text/escape-html.ts';
import {
  afterOptions,
  braced,
  commandAt,
  maximumDepth,
  type Range,
  readSource,
  type Source,
  symbol,
} from './source.ts';
import { isSafeFormula, isSafeMarkup, maximumExpansions } from './limits.ts';
import { coreMathMl } from './mathml.ts';

/** MathML of short formulas by their TeX: at most 5,000 × 4,000 characters. */
const cached = new Map<string, string>();

/** A formula as MathML, or as escaped text if it exceeds a limit or KaTeX cannot read it. */
export function mathToHtml(tex: string): string {
  // Without a base, KaTeX sets the exponent of `SF(DA)$^2$` on nothing; Unicode reads better there.
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

/** A formula in one line of Unicode: `a/b`, `x²`, `√(x + 1)`. Unknown commands stay as they are. */
export function mathToText(tex: string): string {
  return mathRange(readSource(tex), { from: 0, to: tex.length }, 0).replaceAll(/\s+/g, ' ').trim();
}

type Command = (read: () => string) => string;

const argument: Command = (read) => read();
const nothing = () => '';

/** Functions that are called by their name. */
const functions = new Set(
  'arg arccos arcsin arctan cos cosh cot csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min Pr sec sin sinh sup tan tanh'.split(
    ' ',
  ),
);

/** The text of a command, which reads its arguments one by one. */
const commands: Record<string, Command> = {
  ...all(
    'frac dfrac tfrac cfrac nicefrac sfrac',
    (read) => `${grouped(read())}/${grouped(read())}`,
  ),
  ...all('binom dbinom tbinom', (read) => `C(${read()}, ${read()})`),
  ...all('stackrel overset', (read) => {
    read();
    return read();
  }),
  ...all(
    'text textbf textit textrm texttt textsf textsc textnormal mathrm mathit mathbf mathsf mathtt mathnormal boldsymbol bm pmb operatorname operatorname* mbox hbox emph ensuremath mathop mathbin mathrel mathord underbrace overbrace underline boxed',
    argument,
  ),
  ...all('mathcal mathscr', (read) => styled('mathcal', read())),
  mathbb: (read) => styled('mathbb', read()),
  mathfrak: (read) => styled('mathfrak', read()),
  ...all('label tag phantom hspace vspace', (read) => {
    read();
    return '';
  }),
  ...all('end', (read) => {
    read();
    return ' ';
  }),
  not: (read) => `${read()}\u0338`.normalize('NFC'),
  pmod: (read) => ` (mod ${read()})`,
  sqrt: (read) => `√${grouped(read())}`,
  ...all(
    'left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr limits nolimits displaystyle textstyle scriptstyle nonumber notag rm bf it cal , ! ; : > /',
    nothing,
  ),
  ...all('quad qquad space \\', () => ' '),
  ' ': () => ' ',
  bmod: () => ' mod ',
  mod: () => ' mod ',
  ...all('dots ldots dotsc dotsb dotso', () => '…'),
  ...all('lVert rVert |', () => '‖'),
  ...all('lvert rvert vert', () => '|'),
  langle: () => '⟨',
  rangle: () => '⟩',
  colon: () => ':',
  lbrack: () => '[',
  rbrack: () => ']',
  argmax: () => 'arg max',
  argmin: () => 'arg min',
  ...Object.fromEntries(Array.from(functions, (name): [string, Command] => [name, () => name])),
  ...Object.fromEntries(Array.from('%&_#${}').map((char): [string, Command] => [char, () => char])),
  ...Object.fromEntries(
    Object.entries({
      hat: '\u0302',
      widehat: '\u0302',
      bar: '\u0304',
      overline: '\u0305',
      tilde: '\u0303',
      widetilde: '\u0303',
      vec: '\u20D7',
      dot: '\u0307',
      ddot: '\u0308',
      check: '\u030C',
      breve: '\u0306',
      acute: '\u0301',
      grave: '\u0300',
    }).map(([name, mark]): [string, Command] => [
      name,
      (read) => {
        const base = read();
        return Array.from(base).length === 1 ? `${base}${mark}`.normalize('NFC') : base;
      },
    ]),
  ),
};

function all(names: string, command: Command): Record<string, Command> {
  return Object.fromEntries(names.split(' ').map((name) => [name, command]));
}

/** In brackets unless it is one number or word: for divisions and roots. */
function grouped(text: string): string {
  return /^[\p{L}\p{N}\p{M}.]*$|^\(.*\)$/u.test(text.trim()) ? text.trim() : `(${text.trim()})`;
}

function styled(style: string, text: string): string {
  return Array.from(text, (char) =>
    /[A-Za-z0-9]/.test(char) ? (symbol(`\\${style}{${char}}`) ?? char) : char,
  ).join('');
}

interface Read {
  text: string;
  next: number;
}

function mathRange(source: Source, { from, to }: Range, depth: number): string {
  if (depth > maximumDepth) return source.text.slice(from, to);
  let out = '';
  // Not a slice of `out`, which would copy it for each character.
  let end = '';
  let at = from;
  while (at < to) {
    const { text, next } = mathAt({ source, to, depth }, at, end);
    out += text;
    end = (end + text).slice(-2);
    at = next;
  }
  return out;
}

/** What is read, up to where, and how deep in braces. */
interface Scope {
  source: Source;
  to: number;
  depth: number;
}

/**
 * The text of the next command, group, script or character. @param before the end of the text so
 * far
 */
function mathAt(scope: Scope, at: number, before: string): Read {
  const { source, to, depth } = scope;
  const char = source.text.charAt(at);
  if (char === '\\') return mathCommand(scope, at, before);
  if (char === '{') {
    const inner = braced(source, at, to);
    return inner === undefined
      ? { text: '', next: at + 1 }
      : { text: mathRange(source, inner, depth + 1), next: inner.next };
  }
  if (char === '^' || char === '_') {
    const { read, position } = argumentReader(scope, at + 1);
    return { text: script(char, read().trim()), next: position() };
  }
  return { text: Object.hasOwn(plain, char) ? (plain[char] ?? char) : char, next: at + 1 };
}

/** Characters that mean another one in math mode. */
const plain: Record<string, string> = { '&': ' ', '~': ' ', "'": '′', '}': '' };

function mathCommand(scope: Scope, at: number, before: string): Read {
  const { source, to } = scope;
  const { name, next } = commandAt(source, at);
  const start = name === 'sqrt' ? afterOptions(source, next, to) : next;
  if (name === 'begin') return { text: '', next: afterColumns(source, start, to) };
  if (/^(?:left|right|middle)$/.test(name) && source.text[start] === '.')
    return { text: '', next: start + 1 };
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) return unknownCommand(scope, { name, at, start });
  const { read, position } = argumentReader(scope, start);
  const space = functions.has(name) && /[\p{L}\p{N})]$/u.test(before) ? ' ' : '';
  return { text: space + command(read), next: position() };
}

/** A symbol; any other command stays as it is, with its arguments. */
function unknownCommand(
  { source, to }: Scope,
  { name, at, start }: { name: string; at: number; start: number },
): Read {
  const known = symbol(`\\${name}`);
  if (known !== undefined) return { text: known, next: start };
  const next = afterArguments(source, start, to);
  return { text: source.text.slice(at, next), next };
}

/** Reads arguments one by one. */
function argumentReader({ source, to, depth }: Scope, start: number) {
  let at = start;
  return {
    read: () => {
      const argument = argumentAt(source, at, to);
      at = argument.next;
      return mathRange(source, argument, depth + 1);
    },
    position: () => at,
  };
}

/** `x²`, `aᵢⱼ`; `e^(iπ)` where Unicode has no such raised or lowered character. */
function script(sign: '^' | '_', text: string): string {
  if (text === '') return '';
  if (sign === '^' && /^(?:′+|∘|\*|⋆)$/.test(text)) return text === '∘' ? '°' : text;
  const chars = Array.from(text.replaceAll(' ', ''));
  const small = chars.map((char) => symbol(`${sign}${char === '−' ? '-' : char}`));
  if (small.every((char) => char !== undefined)) return small.join('');
  return chars.length === 1 ? `${sign}${text}` : `${sign}(${text})`;
}

/** What a command or a script applies to: `{…}`, a command, or one character. */
function argumentAt(source: Source, at: number, end: number): Range & { next: number } {
  const inner = braced(source, at, end);
  if (inner !== undefined) return inner;
  let from = at;
  while (from < end && source.text[from] === ' ') from += 1;
  if (source.text[from] === '\\') {
    const { next } = commandAt(source, from);
    const to = Math.min(afterArguments(source, next, end), end);
    return { from, to, next: to };
  }
  const to = Math.min(end, from + ((source.text.codePointAt(from) ?? 0) > 0xffff ? 2 : 1));
  return { from, to, next: to };
}

function afterArguments(source: Source, at: number, end: number): number {
  let next = at;
  for (;;) {
    const argument = source.text[next] === '{' ? braced(source, next, end) : undefined;
    if (argument === undefined) return next;
    next = argument.next;
  }
}

/** Past `{array}{cc}`. */
function afterColumns(source: Source, at: number, end: number): number {
  const name = braced(source, at, end);
  if (name === undefined) return at;
  const takesColumns = /^(?:array|tabular|alignedat)$/.test(source.text.slice(name.from, name.to));
  return takesColumns ? (braced(source, name.next, end)?.next ?? name.next) : name.next;
}
