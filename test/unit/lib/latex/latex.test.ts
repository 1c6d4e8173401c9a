import { describe, expect, test } from 'vitest';
import { excerpt } from '../../../../src/lib/text/wrap.ts';
import { excerptToHtml, latexToHtml, latexToText } from '../../../../src/lib/latex/latex.ts';

const tex = String.raw;

describe('LaTeX as Unicode', () => {
  test.each([
    [tex`SF(DA)$^2$: adaptation`, 'SF(DA)²: adaptation'],
    [tex`the $\ell_1$ norm`, 'the ℓ₁ norm'],
    [tex`$\mathcal{O}(\log n)$`, '𝒪(log n)'],
    [tex`$\mathcal{O}(n^2)$`, '𝒪(n²)'],
    [tex`$n\log n + 2\max(a,b)$`, 'n log n + 2 max(a,b)'],
    ['${\\cal L}_1$', 'L₁'],
    [tex`$10^{-3}$`, '10⁻³'],
    [tex`$x^{2^{n}}$ and $x_{abQ}$`, 'x^(2ⁿ) and x_(abQ)'],
    [tex`$\frac{a}{b}$`, 'a/b'],
    [tex`$\frac12$`, '1/2'],
    [tex`$\frac{\frac{a}{b}}{c+d}$`, '(a/b)/(c+d)'],
    [tex`$\sqrt[3]{x+1}$ and $\sqrt2$`, '√(x+1) and √2'],
    [tex`$\left\| x \right\|_2$`, '‖ x ‖₂'],
    [tex`$\text{softmax}(QK^T/\sqrt{d_k})V$`, 'softmax(QKᵀ/√dₖ)V'],
    [tex`$\mathbf{x}\in\mathbb{R}^{d}$`, 'x∈ℝᵈ'],
    [tex`$\hat y$, $\hat{y}$, $10^\circ$, $f'$`, 'ŷ, ŷ, 10°, f′'],
    [tex`$\argmax_\theta \log p_\theta$`, 'arg max_θ log p_θ'],
    [tex`$\{1,\dots,n\}$`, '{1,…,n}'],
    [tex`$a \not= b$`, 'a ≠ b'],
    [tex`$$\sum_{i=1}^{n} x_i$$, \(a\), \[b\]`, '∑ᵢ₌₁ⁿ xᵢ, a, b'],
    [tex`\begin{equation}a=b^2\end{equation} holds`, 'a=b² holds'],
    [tex`($\sim$1.8T, $\approx$10\,ms)`, '(∼1.8T, ≈10 ms)'],
    [tex`71.9\% of R\&D`, '71.9% of R&D'],
    [tex`\textbf{bold \emph{and} slanted}, {\bf bold}, {\em it}`, 'bold and slanted, bold, it'],
    [tex`see \url{https://example.org/a_b%20c}`, 'see https://example.org/a_b%20c'],
    [tex`\href{https://x.example/a_b}{the site}`, 'the site'],
    [
      tex`Erd\H{o}s, Poincar\'e, \"o, {\"o}, \'{\i}, Stra\ss e, \L ukasz`,
      'Erdős, Poincaré, ö, ö, í, Straße, Łukasz',
    ],
    [tex`as in \cite{foo2020} and~\citep{bar}`, 'as in [foo2020] and\u00A0[bar]'],
    [tex`Figure~1, ~5%, https://x.example/~me`, 'Figure\u00A01, ~5%, https://x.example/~me'],
    ['word---word, 5--10, a -- b, --flag, C-- x', 'word—word, 5–10, a – b, --flag, C-- x'],
    ["``quoted'' text", '“quoted” text'],
    [tex`\begin{itemize}\item one \item two\end{itemize}`, ' • one • two '],
    [tex`\alpha-divergence in \LaTeX{} by \textsc{Bert}\xspace`, 'α-divergence in LaTeX by Bert'],
    [tex`2\textsuperscript{nd}, H\textsubscript{2}O`, '2ⁿᵈ, H₂O'],
  ])('%s becomes %s', (source, text) => {
    expect(latexToText(source)).toBe(text);
  });

  test.each([
    'it costs $5 and $10',
    'between $5-$10 per hour, $20K in all',
    'costs US$100, not US$200',
    'an unbalanced $ sign',
    'a $x and b',
    'no LaTeX at all',
    'a set {a, b} and {BERT}',
    "an empty string ''",
    tex`C:\new\table \unknown{y}`,
    tex`\textbf{never closed`,
    tex`\begin{foo}x\end{foo}`,
    '',
  ])('%s stays unchanged', (source) => {
    expect(latexToText(source)).toBe(source);
  });

  test('a formula that Unicode cannot express stays as LaTeX without its delimiters', () => {
    expect(latexToText(tex`the $\weird{x}{y}$ map`)).toBe(tex`the \weird{x}{y} map`);
  });

  test('an escaped delimiter is text', () => {
    expect(latexToText(tex`\$5 and \$6, $x\$y$`)).toBe('$5 and $6, x$y');
  });
});

describe('LaTeX on pages', () => {
  test('a formula becomes MathML, without its source', () => {
    expect(latexToHtml('$x^2$')).toMatch(/^<math>.*<\/math>$/);
    expect(latexToHtml('$x^2$')).not.toContain('annotation');
  });
  test('letters of mathematical alphabets are characters of their own, because browsers lack mathvariant', () => {
    const set = (formula: string) => latexToHtml(`$${formula}$`).replaceAll(/<[^>]*>/g, '');
    expect(set(tex`\mathbb{R}\mathbb{E}\mathcal{L}\mathcal{O}`)).toBe('ℝ𝔼ℒ𝒪');
    expect(
      set(tex`\mathbf{W}\mathbf{x}\mathbf{12}\boldsymbol{\theta}\mathfrak{g}\mathsf{P}\mathtt{a}`),
    ).toBe('𝐖𝐱𝟏𝟐𝜽𝔤𝖯𝚊');
    expect(latexToHtml(tex`$\mathrm{d}x$`)).toContain('<mi mathvariant="normal">d</mi>');
  });
  test('a named function is separated from its neighbours, but not from its brackets', () => {
    expect(latexToHtml(tex`$n\log n$`)).toMatch(
      /<mi>n<\/mi><mspace[^>]*><\/mspace><mi>log<\/mi><mo>.<\/mo><mspace[^>]*><\/mspace><mi>n/,
    );
    expect(latexToHtml(tex`$(\log(n))$`)).not.toContain('mspace');
  });
  test('an environment of lines is a formula', () => {
    expect(latexToHtml(tex`\begin{align}a&=b\\c&=d\end{align}`)).toMatch(
      /^<math><mtable.*<\/math>$/,
    );
  });
  test('escapes text, even inside formulas', () => {
    expect(latexToHtml(tex`<b>a</b> $\href{javascript:x}{<i>}$ \url{<u>}`)).not.toMatch(
      /<b>|<i>|<u>|href=/,
    );
    expect(latexToHtml(tex`$\weird{<script>}$`)).toBe(tex`\weird{&lt;script&gt;}`);
  });
  test('a formula longer than any page becomes text', () => {
    expect(latexToHtml(`$${'x+'.repeat(5000)}x$`)).toMatch(/^x\+x/);
  });
});

describe('an excerpt on pages', () => {
  const source = tex`The $\ell_1$ norm ~5\% of $x^2$  and more. A second sentence.`;
  test.each([1000, 40, 20, 8])(
    'has the same text as the excerpt of %i characters, with formulas as MathML',
    (maximum) => {
      const html = excerptToHtml(source, maximum);
      const words = (text: string) =>
        text
          .replaceAll(/<[^>]*>/g, '')
          .normalize('NFKC')
          .replaceAll(/\s/g, '');
      expect(words(html)).toBe(words(excerpt(latexToText(source), maximum)));
      expect(html.includes('<math')).toBe(maximum >= 8);
    },
  );
});

/** 100,000 characters that a naive parser would read repeatedly. */
const hostile: Record<string, (length: number) => string> = {
  'open braces': (n) => `$${'{'.repeat(n)}$`,
  'nested braces': (n) => `${'{'.repeat(n / 2)}${'}'.repeat(n / 2)}`,
  'nested fractions': (n) => `$${tex`\frac{`.repeat(n / 6)}$`,
  'open brackets of formulas': (n) => tex`\(`.repeat(n / 2) + tex`\[`.repeat(n / 4),
  'open environments': (n) => tex`\begin{equation}`.repeat(n / 16),
  'lonely signs': (n) => '$a '.repeat(n / 3),
  'escaped signs': (n) => `$${tex`\$`.repeat(n / 2)}`,
  'formulas, all different': (n) =>
    Array.from({ length: n / 10 }, (_, i) => `$x_{${i}}$`).join(' '),
  'commands, all different': (n) =>
    Array.from({ length: n / 8 }, (_, i) => tex`$\a${i.toString(36)}$`).join(' '),
  'open styles': (n) => tex`\textbf{`.repeat(n / 8),
  'nested switches': (n) => tex`{\bf `.repeat(n / 5),
  'open options': (n) => tex`\textbf[`.repeat(n / 8),
  accents: (n) => tex`\'`.repeat(n / 2),
  'quotation marks': (n) => "''".repeat(n / 2),
  spaces: (n) => `$a${' '.repeat(n)}$`,
  dashes: (n) => '-'.repeat(n),
  'named functions': (n) => `$${tex`\log a`.repeat(n / 6)}$`,
  'one long command': (n) => `\\${'a'.repeat(n)}`,
};

test.each(Object.entries(hostile))('100 KB of %s become text and HTML', (_name, make) => {
  const source = make(100_000);
  // Quadratic time would exceed the timeout of the test.
  expect(latexToText(source)).toBeTypeOf('string');
  expect(latexToHtml(source)).toBeTypeOf('string');
});

describe('formulas that expand', () => {
  const body = 'x+'.repeat(400);
  test.each([
    tex`\def\a{${body}}\a\a\a`,
    tex`\gdef\a{${body}}\a\a\a`,
    tex`\edef\a{xx}\edef\b{\a\a}\b\b`,
    tex`\xdef\a{xx}\a`,
    tex`\global\def\a{xx}\a`,
    tex`\long\def\a#1{#1#1}\a x`,
    tex`\let\a=\mathbb \a{R}`,
    tex`\global\let\a=\mathbb \a{R}`,
    tex`\futurelet\a\relax x`,
    tex`\newcommand\a{xx}\a`,
    tex`\newcommand{\a}[1]{#1#1}\a{x}`,
    tex`\renewcommand{\frac}[2]{xx}\frac{1}{2}`,
    tex`\providecommand{\a}{xx}\a`,
    tex`\expandafter\def\a{xx}\a`,
  ])('no formula defines a command: %s', (formula) => {
    const html = latexToHtml(`before $${formula}$ after`);
    expect(html).not.toContain('<math');
    expect(html).toMatch(/^before \\[^]* after$/);
    expect(html.length).toBeLessThan(2 * formula.length + 100);
  });

  test('a line break before letters is not a command', () => {
    expect(latexToHtml(tex`\begin{align}a\\let b\end{align}`)).toContain('<math');
  });

  const cells = tex`\begin{matrix}${'&'.repeat(900)}\end{matrix}`;
  test.each([
    ['definitions', `$${tex`\gdef\a{${body}}`}${tex`\a`.repeat(90)}$ `],
    ['cells of a matrix', `$${cells}$ `],
    ['letters of an alphabet', `$${tex`\mathbb{${'A'.repeat(900)}}`}$ `],
    ['primes', `$x${"'".repeat(900)}$ `],
    ['logos', `$${tex`\KaTeX`.repeat(30)}$ `],
    ['formulas without a word', `$${tex`\phantom{${'x'.repeat(150)}}`}$ `],
  ])('an abstract of 47 KB with %s stays small', (_name, formula) => {
    const source = `first ${formula.repeat(Math.ceil(47_000 / formula.length))} last`;
    const html = latexToHtml(source);
    const excerpted = excerptToHtml(source, 600);
    expect(html.length).toBeLessThan(300_000);
    expect(excerpted.length).toBeLessThan(150_000);
    expect(html).toMatch(/^first [^]* last$/);
  });

  test('formulas over the maximum of a text are shown as text', () => {
    const formulas = Array.from({ length: 500 }, (_, index) => `$x_{${index}}^2$`);
    const shown = latexToHtml(formulas.join(' ')).replaceAll(/<[^>]*>/g, '');
    expect(shown).toContain('x₄₉₉²');
    expect(shown).toContain('x₃₀₀²');
  });
});
