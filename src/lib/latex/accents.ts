import { braced, type Read, type Source } from './source.ts';

/** Accents as combining characters. */
const accents: Record<string, string> = {
  "'": '\u0301',
  '`': '\u0300',
  '^': '\u0302',
  '"': '\u0308',
  '~': '\u0303',
  '=': '\u0304',
  '.': '\u0307',
  b: '\u0331',
  c: '\u0327',
  d: '\u0323',
  k: '\u0328',
  v: '\u030C',
  H: '\u030B',
  u: '\u0306',
  r: '\u030A',
};

/** `\'e`, `\'{e}`, `\'\i`, `\c{c}`. */
export function accented(source: Source, name: string, next: number, to: number): Read | undefined {
  const accent = Object.hasOwn(accents, name) ? accents[name] : undefined;
  if (accent === undefined) return undefined;
  const argument = braced(source, next, to);
  if (argument === undefined && /[a-z]/i.test(name)) return undefined;
  const raw = source.text.slice(argument?.from ?? next, argument?.to ?? Math.min(to, next + 2));
  const base =
    argument === undefined
      ? /^(?:\\[ij]|\p{L})/u.exec(raw)?.[0]
      : /^(?:\\[ij]|\p{L})$/u.exec(raw)?.[0];
  if (base === undefined) return undefined;
  const letter = base.startsWith('\\') ? base.slice(1) : base;
  return {
    text: `${letter}${accent}`.normalize('NFC'),
    next: argument?.next ?? next + base.length,
  };
}
