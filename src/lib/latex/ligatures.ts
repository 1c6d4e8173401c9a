import type { Range, Read, Source } from './source.ts';

/** TeX ligatures and ties: `~`, `--`, ``` `` ```. */
export function ligature(source: Source, at: number, { from, to }: Range): Read | undefined {
  const { text } = source;
  const before = at > from ? text.charAt(at - 1) : ' ';
  const pair = text.slice(at, Math.min(to, at + 2));
  if (pair === '``') return { text: '“', next: at + 2 };
  if (pair === "''" && source.quotes) return { text: '”', next: at + 2 };
  if (text[at] === '~') {
    const tie = /[\p{L}\p{N}.)]/u.test(before) && /[\p{L}\p{N}\\([$]/u.test(text.charAt(at + 1));
    return tie ? { text: '\u00A0', next: at + 1 } : undefined;
  }
  return pair === '--' ? dash(text, at, before) : undefined;
}

/** A dash is surrounded by words or by spaces; `--option` and `C--` stay unchanged. */
function dash(text: string, at: number, before: string): Read {
  let next = at;
  while (text[next] === '-') next += 1;
  const after = text.charAt(next) || ' ';
  const written = text.slice(at, next);
  const isDash = next - at <= 3 && /\s/.test(before) === /\s/.test(after);
  return { text: isDash ? (next - at === 3 ? '—' : '–') : written, next };
}
