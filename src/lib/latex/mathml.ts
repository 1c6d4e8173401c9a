/**
 * The start of each mathematical alphabet in Unicode: capitals, small letters, digits, Greek
 * capitals, Greek small letters.
 */
const alphabets: Record<string, (number | undefined)[]> = {
  bold: [0x1d400, 0x1d41a, 0x1d7ce, 0x1d6a8, 0x1d6c2],
  'bold-italic': [0x1d468, 0x1d482, undefined, 0x1d71c, 0x1d736],
  script: [0x1d49c, 0x1d4b6],
  fraktur: [0x1d504, 0x1d51e],
  'double-struck': [0x1d538, 0x1d552, 0x1d7d8],
  'sans-serif': [0x1d5a0, 0x1d5ba, 0x1d7e2],
  monospace: [0x1d670, 0x1d68a, 0x1d7f6],
};

/** The first and last letter of each alphabet. */
const ranges = ['AZ', 'az', '09', 'ΑΩ', 'αω'].map(
  (range) => [range.charCodeAt(0), range.charCodeAt(1)] as const,
);

/** Letters that Unicode already had when these alphabets were added. */
const older: Record<string, Record<string, string>> = {
  script: {
    B: 'ℬ',
    E: 'ℰ',
    F: 'ℱ',
    H: 'ℋ',
    I: 'ℐ',
    L: 'ℒ',
    M: 'ℳ',
    R: 'ℛ',
    e: 'ℯ',
    g: 'ℊ',
    o: 'ℴ',
  },
  fraktur: { C: 'ℭ', H: 'ℌ', I: 'ℑ', R: 'ℜ', Z: 'ℨ' },
  'double-struck': { C: 'ℂ', H: 'ℍ', N: 'ℕ', P: 'ℙ', Q: 'ℚ', R: 'ℝ', Z: 'ℤ' },
};

function letter(variant: string, char: string): string {
  const known = older[variant]?.[char];
  if (known !== undefined) return known;
  const code = char.charCodeAt(0);
  const place = ranges.findIndex(([first, last]) => code >= first && code <= last);
  const start = alphabets[variant]?.[place];
  return start === undefined
    ? char
    : String.fromCodePoint(start + code - (ranges[place]?.[0] ?? 0));
}

const gap = '<mspace width="0.17em"></mspace>';

/**
 * Converts the MathML of KaTeX to MathML Core, which browsers support. MathML Core has no
 * `mathvariant` except `normal`, so letters such as ℝ become characters of their own. Named
 * functions are separated from their arguments, and annotations for programs are removed.
 */
export function coreMathMl(markup: string): string {
  return markup
    .replace(/<annotation[^<>]*>[^<]*<\/annotation>/, '')
    .replaceAll(/<\/?semantics>| xmlns="[^"]*"/g, '')
    .replaceAll(/ mathvariant="([a-z-]+)">([^<>&]*)</g, (all, variant: string, text: string) =>
      alphabets[variant] === undefined
        ? all
        : `>${Array.from(text, (char) => letter(variant, char)).join('')}<`,
    )
    .replaceAll(/ mathvariant="normal">(?=[^<&]{2})/g, '>')
    .replaceAll(/(<\/(?:mi|mn|msub|msup)>)(?=<mi>[A-Za-z]{2,}<\/mi><mo>\u2061<)/g, `$1${gap}`)
    .replaceAll(/<mo>\u2061<\/mo>(?=<m)(?!<mo|<mrow><mo)/g, `$&${gap}`);
}
