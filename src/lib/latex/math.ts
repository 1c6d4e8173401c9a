import { commands, functions } from './math-commands.ts';
import {
  afterOptions,
  braced,
  commandAt,
  maximumDepth,
  type Range,
  type Read,
  readSource,
  type Source,
  symbol,
} from './source.ts';

/** A formula in one line of Unicode: `a/b`, `x²`, `√(x + 1)`. Unknown commands stay as they are. */
export function mathToText(tex: string): string {
  return mathRange(readSource(tex), { from: 0, to: tex.length }, 0).replaceAll(/\s+/g, ' ').trim();
}

function mathRange(source: Source, { from, to }: Range, depth: number): string {
  if (depth > maximumDepth) return source.text.slice(from, to);
  let out = '';
  // Not a slice of `out`: that would copy `out` for each character.
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

/** The range that is read, and its depth in braces. */
interface Scope {
  source: Source;
  to: number;
  depth: number;
}

/**
 * The text of the next command, group, script or character.
 * @param before the end of the text read so far
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

/** Characters with another meaning in math mode. */
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

/** A symbol, or any other command unchanged, with its arguments. */
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

/** `x²`, `aᵢⱼ`; `e^(iπ)` if Unicode lacks one of the raised or lowered characters. */
function script(sign: '^' | '_', text: string): string {
  if (text === '') return '';
  if (sign === '^' && /^(?:′+|∘|\*|⋆)$/.test(text)) return text === '∘' ? '°' : text;
  const chars = Array.from(text.replaceAll(' ', ''));
  const small = chars.map((char) => symbol(`${sign}${char === '−' ? '-' : char}`));
  if (small.every((char) => char !== undefined)) return small.join('');
  return chars.length === 1 ? `${sign}${text}` : `${sign}(${text})`;
}

/** The argument of a command or script: `{…}`, a command, or one character. */
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

/** The index after `{array}{cc}`. */
function afterColumns(source: Source, at: number, end: number): number {
  const name = braced(source, at, end);
  if (name === undefined) return at;
  const takesColumns = /^(?:array|tabular|alignedat)$/.test(source.text.slice(name.from, name.to));
  return takesColumns ? (braced(source, name.next, end)?.next ?? name.next) : name.next;
}
