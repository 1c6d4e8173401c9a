import type { Font } from './font.ts';

/** A font with the family name and weight by which the renderer selects it. */
interface NamedFont extends Font {
  family: string;
  weight: number;
}

/** Fonts of one weight. A character is drawn in the first font that contains it. */
export type FontStack = NamedFont[];

export interface FontStacks {
  regular: FontStack;
  bold: FontStack;
}

/**
 * Consecutive characters in one font. `sub` and `super` are drawn small, below and above the base
 * line.
 */
export interface Run {
  text: string;
  font: NamedFont;
  script: 'sub' | 'super' | null;
}

/** The size of subscripts and superscripts, in em. */
export const scriptSize = 0.64;

const below = /[\u1d62-\u1d6a\u2080-\u209c\u2c7c]/;
const above = /[\u02b0-\u02e4\u1d2c-\u1d61\u1d78\u1d9b-\u1dbf\u2070-\u207f\u2c7d]/;

/**
 * Right-to-left scripts: the math font contains some of their letters, but not their joined forms.
 */
const rightToLeft =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * A character in the first font that contains it or its compatibility decomposition; undefined if
 * none does.
 */
function runOf(fonts: FontStack, letter: string): Run | undefined {
  if (rightToLeft.test(letter)) return undefined;
  const own = fonts.find((font) => has(font, letter));
  if (own !== undefined) return { text: letter, font: own, script: null };
  const text = letter.normalize('NFKC');
  const font = fonts.find((font) => Array.from(text).every((part) => has(font, part)));
  if (font === undefined) return undefined;
  return { text, font, script: below.test(letter) ? 'sub' : above.test(letter) ? 'super' : null };
}

function has(font: NamedFont, letter: string): boolean {
  return font.advance(letter.codePointAt(0) ?? 0) !== undefined;
}

/** The runs of a text that `drawableText` returned. */
export function runsOf(fonts: FontStack, text: string): Run[] {
  const runs: Run[] = [];
  for (const letter of Array.from(text)) {
    const run = runOf(fonts, letter);
    const last = runs.at(-1);
    if (run === undefined) continue;
    if (last?.font === run.font && last.script === run.script) last.text += run.text;
    else runs.push(run);
  }
  return runs;
}

/** The width of a text in em, without kerning. */
export function widthOf(fonts: FontStack, text: string): number {
  return runsOf(fonts, text).reduce((sum, run) => sum + runWidth(run), 0);
}

function runWidth({ text, font, script }: Run): number {
  const full = Array.from(text).reduce(
    (sum, letter) => sum + (font.advance(letter.codePointAt(0) ?? 0) ?? 0),
    0,
  );
  return script === null ? full : full * scriptSize;
}

/**
 * The text without stacked marks and without symbols (emoji, joiners) that the fonts lack.
 * Undefined if the fonts lack a letter, or if nothing remains.
 */
export function drawableText(fonts: FontStack, source: string): string | undefined {
  const line = source
    .normalize('NFC')
    .replaceAll(/[^\S\u00a0]+/gu, ' ')
    .replaceAll(/[\p{Cf}\p{Cc}\ufe0e\ufe0f]/gu, '')
    .replaceAll(/(\p{M}{2})\p{M}+/gu, '$1');
  const letters = Array.from(line);
  const lacking = new Set(letters.filter((letter) => runOf(fonts, letter) === undefined));
  if ([...lacking].some((letter) => /[\p{L}\p{N}]/u.test(letter))) return undefined;
  const text = letters.filter((letter) => !lacking.has(letter)).join('');
  return text.replaceAll(/ {2,}/g, ' ').trim() || undefined;
}
