import { replacements, subsuperscripts } from 'unicodeit/ts_dist/js/data.js';

/** LaTeX source, read from left to right. */
export interface Source {
  text: string;
  /** The index of the closing brace for each opening brace. */
  closing: ReadonlyMap<number, number>;
  /**
   * Whether the text contains opening quotation marks of TeX; without them, '' is not a closing
   * one.
   */
  quotes: boolean;
}

/** The text that was read, and the index after it. */
export interface Read {
  text: string;
  next: number;
}

/** A part of a source; `to` is exclusive. */
export interface Range {
  from: number;
  to: number;
}

/** Deeper braces stay unchanged: no author writes them, and each level is a nested call. */
export const maximumDepth = 40;

/** Finds the partner of each brace in one pass. */
export function readSource(text: string): Source {
  const closing = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '\\') at += 1;
    else if (char === '{') open.push(at);
    else if (char === '}') {
      const from = open.pop();
      if (from !== undefined) closing.set(from, at);
    }
  }
  return { text, closing, quotes: text.includes('``') };
}

/**
 * The command name after a backslash: letters, including the star of `\operatorname*`, or one other
 * character.
 */
export function commandAt({ text }: Source, at: number): { name: string; next: number } {
  const name = /[A-Za-z]+\*?|[^]?/uy;
  name.lastIndex = at + 1;
  const found = name.exec(text)?.[0] ?? '';
  return { name: found, next: at + 1 + found.length };
}

/**
 * The content of `{…}` that begins at `at`, after spaces; undefined if it does not close before
 * `end`.
 */
export function braced(
  { text, closing }: Source,
  at: number,
  end: number,
): (Range & { next: number }) | undefined {
  let from = at;
  while (from < end && text[from] === ' ') from += 1;
  const to = closing.get(from);
  return to === undefined || to >= end ? undefined : { from: from + 1, to, next: to + 1 };
}

/** The end of `[…]` that begins at `at`, or `at` if there is none. Options are ignored. */
export function afterOptions({ text }: Source, at: number, end: number): number {
  if (text[at] !== '[') return at;
  const close = text.slice(at, Math.min(end, at + 200)).indexOf(']');
  return close === -1 ? at : at + close + 1;
}

// The library's own `replace` tries each of 4,000 symbols on the whole text (1 ms for one short
// formula). It also matches the beginning of names: it turns `\log` into `łog`.
const symbols = new Map<string, string>();
for (const [tex = '', char = ''] of [...replacements, ...subsuperscripts])
  if (!symbols.has(tex) && /^.\p{M}?$/su.test(char)) symbols.set(tex, char);

/**
 * The character for a command, or for one raised or lowered character: `\alpha`, `\mathcal{O}`,
 * `^2`. Undefined if there is none.
 */
export function symbol(tex: string): string | undefined {
  return symbols.get(tex);
}
