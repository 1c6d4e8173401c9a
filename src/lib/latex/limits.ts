/**
 * Limits for the MathML of one text. A page shows a hundred abstracts written by strangers, so
 * there is a maximum per text as well as per formula. A formula that exceeds one is shown as plain
 * Unicode; no text is dropped. Abstracts on arXiv have at most 1,920 characters.
 */
const maximum = {
  formulas: 200,
  /** Characters of TeX. KaTeX takes up to 15 ms for 1,000. */
  input: { formula: 1000, text: 4000 },
  /** Characters of markup. 1,000 `&` in a matrix become 90,000. */
  output: { formula: 40_000, text: 100_000 },
};

/** Macro expansions of one formula; the built-in macros of KaTeX count too. */
export const maximumExpansions = 200;

/**
 * Commands of KaTeX that define, rename or reorder commands: a few lines of them expand to
 * megabytes.
 */
const definitions = new Set(
  'def gdef edef xdef let futurelet global long newcommand renewcommand providecommand expandafter noexpand'.split(
    ' ',
  ),
);

/** Whether KaTeX may read this formula. */
export function isSafeFormula(tex: string): boolean {
  if (tex.length > maximum.input.formula) return false;
  // `\\let` is a line break before three letters, hence the second alternative.
  for (const [, name = ''] of tex.matchAll(/\\(?:([A-Za-z@]+)|[^])/g))
    if (definitions.has(name)) return false;
  return true;
}

/** Whether the markup of one formula may be shown. */
export function isSafeMarkup(html: string): boolean {
  return html.length <= maximum.output.formula;
}

/** Renders a formula, or returns undefined if the text has reached its maximum. */
export type WithinLimits = (tex: string, render: (tex: string) => string) => string | undefined;

/** The limits of one text. */
export function limitsOfText(): WithinLimits {
  let { formulas } = maximum;
  let { text: input } = maximum.input;
  let { text: output } = maximum.output;
  return (tex, render) => {
    if (formulas === 0 || tex.length > input) return undefined;
    formulas -= 1;
    input -= tex.length;
    const html = render(tex);
    if (html.length > output) return undefined;
    output -= html.length;
    return html;
  };
}
