import type { Font } from './font.ts';

/** A font by the name that the renderer knows it by. */
interface NamedFont extends Font {
  family: string;
  weight: number;
}

/** Fonts of one weight; each is asked for what those before it lack. */
export type Face = NamedFont[];

export interface Typeface {
  text: Face;
  strong: Face;
}

/** Letters of one font that stand together; `sub` and `super` are written small, below and above the line. */
export interface Run {
  text: string;
  font: NamedFont;
  script: 'sub' | 'super' | null;
}

/** Size of what stands below or above the line, in em. */
export const scriptSize = 0.64;

const below = /[\u1d62-\u1d6a\u2080-\u209c\u2c7c]/;
const above = /[\u02b0-\u02e4\u1d2c-\u1d61\u1d78\u1d9b-\u1dbf\u2070-\u207f\u2c7d]/;

/** Scripts from right to left: a font of formulas has some of their letters, but none of their shapes within a word. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** How a character is written: as it is, or by the one that Unicode says it is made of; undefined where all fonts lack it. */
function runOf(face: Face, letter: string): Run | undefined {
  if (rightToLeft.test(letter)) return undefined;
  const own = face.find((font) => has(font, letter));
  if (own !== undefined) return { text: letter, font: own, script: null };
  const text = letter.normalize('NFKC');
  const font = face.find((font) => Array.from(text).every((part) => has(font, part)));
  if (font === undefined) return undefined;
  return { text, font, script: below.test(letter) ? 'sub' : above.test(letter) ? 'super' : null };
}

function has(font: NamedFont, letter: string): boolean {
  return font.advance(letter.codePointAt(0) ?? 0) !== undefined;
}

/** The runs of a text that `writable` gave. */
export function runsOf(face: Face, text: string): Run[] {
  const runs: Run[] = [];
  for (const letter of Array.from(text)) {
    const run = runOf(face, letter);
    const last = runs.at(-1);
    if (run === undefined) continue;
    if (last?.font === run.font && last.script === run.script) last.text += run.text;
    else runs.push(run);
  }
  return runs;
}

/** Width of a text in em, but for its kerning. */
export function widthOf(face: Face, text: string): number {
  return runsOf(face, text).reduce((sum, run) => sum + runWidth(run), 0);
}

function runWidth({ text, font, script }: Run): number {
  const full = Array.from(text).reduce((sum, letter) => sum + (font.advance(letter.codePointAt(0) ?? 0) ?? 0), 0);
  return script === null ? full : full * scriptSize;
}

/**
 * A text without signs (emoji, joiners) that the face lacks, nor marks that pile up; undefined where it lacks letters, or nothing
 * remains.
 */
export function writable(face: Face, source: string): string | undefined {
  const line = source
    .normalize('NFC')
    .replaceAll(/[^\S\u00a0]+/gu, ' ')
    .replaceAll(/[\p{Cf}\p{Cc}\ufe0e\ufe0f]/gu, '')
    .replaceAll(/(\p{M}{2})\p{M}+/gu, '$1');
  const letters = Array.from(line);
  const lacking = new Set(letters.filter((letter) => runOf(face, letter) === undefined));
  if ([...lacking].some((letter) => /[\p{L}\p{N}]/u.test(letter))) return undefined;
  const text = letters.filter((letter) => !lacking.has(letter)).join('');
  return text.replaceAll(/ {2,}/g, ' ').trim() || undefined;
}
