import { symbol } from './source.ts';

type Command = (read: () => string) => string;

const argument: Command = (read) => read();
const nothing = () => '';

/** Functions that are written by their name. */
export const functions = new Set(
  'arg arccos arcsin arctan cos cosh cot csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min Pr sec sin sinh sup tan tanh'.split(
    ' ',
  ),
);

/** The text of a command. Each command reads its own arguments. */
export const commands: Record<string, Command> = {
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

/** Adds brackets unless the text is one number or word: for fractions and roots. */
function grouped(text: string): string {
  return /^[\p{L}\p{N}\p{M}.]*$|^\(.*\)$/u.test(text.trim()) ? text.trim() : `(${text.trim()})`;
}

function styled(style: string, text: string): string {
  return Array.from(text, (char) =>
    /[A-Za-z0-9]/.test(char) ? (symbol(`\\${style}{${char}}`) ?? char) : char,
  ).join('');
}
