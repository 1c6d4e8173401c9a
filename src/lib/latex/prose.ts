import { accented } from './accents.ts';
import { ligature } from './ligatures.ts';
import { mathToText } from './math.ts';
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
import { textCommands } from './text-commands.ts';

/** A command with its first argument. */
interface Call {
  /** The argument as written. */
  raw: string;
  /** The argument as plain Unicode. */
  text(): string;
  /** The index after the argument. */
  next: number;
  /** The second argument as plain Unicode. */
  second(): Read | undefined;
}

type ArgumentCommand = (call: Call) => Read | undefined;

/** Commands with an argument. They return undefined if they cannot render this argument. */
const argumentCommands: Record<string, ArgumentCommand> = {
  ...all(
    'textbf textit textrm texttt textsf textsc textsl textmd textup textnormal text emph underline uline mbox hbox footnotesize small',
    ({ text, next }) => ({ text: text(), next }),
  ),
  ...all('url path nolinkurl', ({ raw, next }) => ({ text: raw, next })),
  ...all('href textcolor', ({ raw, next, second }) => second() ?? { text: raw, next }),
  ...all('begin end', ({ raw, next }) => (lists.test(raw) ? { text: ' ', next } : undefined)),
  textsuperscript: ({ text, next }) => ({ text: mathToText(`^{${text()}}`), next }),
  textsubscript: ({ text, next }) => ({ text: mathToText(`_{${text()}}`), next }),
  footnote: ({ text, next }) => ({ text: ` (${text()})`, next }),
  label: ({ next }) => ({ text: '', next }),
  ensuremath: ({ raw, next }) => ({ text: mathToText(raw), next }),
};

function all(names: string, command: ArgumentCommand): Record<string, ArgumentCommand> {
  return Object.fromEntries(names.split(' ').map((name) => [name, command]));
}

/** `\cite`, `\citep*` and so on are shown by their keys. */
const citation = /^cite[a-z]*\*?$/;

/** `{\bf …}`. */
const switches =
  /^\s*\\(?:bf|it|em|tt|sc|sl|rm|sf|bfseries|itshape|ttfamily|scshape|sffamily|mdseries|upshape|normalfont|small|large|footnotesize)(?![A-Za-z])\s*/;

const lists = /^(?:itemize|enumerate|description|quote|quotation|center|abstract)$/;

/** The text between formulas as plain Unicode; unknown commands stay as they are. */
export function proseToText(text: string): string {
  if (!/[\\~`{]|--/.test(text)) return text;
  return proseRange(readSource(text), { from: 0, to: text.length }, 0);
}

function proseRange(source: Source, range: Range, depth: number): string {
  const { text } = source;
  const { from, to } = range;
  if (depth > maximumDepth) return text.slice(from, to);
  let out = '';
  let plain = from;
  let at = from;
  while (at < to) {
    const found =
      text[at] === '\\' ? command(source, at, to, depth) : mark(source, at, range, depth);
    if (found === undefined) {
      at += 1;
      continue;
    }
    out += text.slice(plain, at) + found.text;
    plain = found.next;
    at = found.next;
  }
  return out + text.slice(plain, to);
}

function mark(source: Source, at: number, range: Range, depth: number): Read | undefined {
  return source.text[at] === '{' ? group(source, at, range.to, depth) : ligature(source, at, range);
}

/** A group that begins with a font switch or contains one accent. */
function group(source: Source, at: number, to: number, depth: number): Read | undefined {
  const inner = braced(source, at, to);
  if (inner === undefined) return undefined;
  // A switch is at the beginning, so the rest need not be copied.
  const fontSwitch = switches.exec(
    source.text.slice(inner.from, Math.min(inner.to, inner.from + 40)),
  );
  if (fontSwitch !== null)
    return {
      text: proseRange(source, { ...inner, from: inner.from + fontSwitch[0].length }, depth + 1),
      next: inner.next,
    };
  if (source.text[inner.from] !== '\\' || inner.to - inner.from > 12) return undefined;
  const only = command(source, inner.from, inner.to, depth + 1);
  return only?.next === inner.to ? { text: only.text, next: inner.next } : undefined;
}

/** The text of the command at a backslash; undefined if it is unknown. */
function command(source: Source, at: number, to: number, depth: number): Read | undefined {
  const { name, next } = commandAt(source, at);
  if (next > to) return undefined;
  if (/^[%&_#${}]$/.test(name)) return { text: name, next };
  return (
    accented(source, name, next, to) ??
    commandWithArgument(source, { name, next, to }, depth) ??
    commandWithoutArgument(source, { name, next, to })
  );
}

interface Named {
  name: string;
  next: number;
  to: number;
}

function commandWithArgument(
  source: Source,
  { name, next, to }: Named,
  depth: number,
): Read | undefined {
  const argument = braced(source, afterOptions(source, next, to), to);
  if (argument === undefined) return undefined;
  const raw = source.text.slice(argument.from, argument.to);
  if (citation.test(name)) return { text: `[${raw}]`, next: argument.next };
  const read = Object.hasOwn(argumentCommands, name)
    ? argumentCommands[name]?.(callOf(source, argument, to, depth))
    : undefined;
  const isEmpty = argument.from === argument.to;
  return (
    read ??
    (isEmpty && Object.hasOwn(textCommands, name)
      ? { text: textCommands[name] ?? '', next: argument.next }
      : undefined)
  );
}

function callOf(
  source: Source,
  argument: Range & { next: number },
  to: number,
  depth: number,
): Call {
  const inside = (range: Range) => proseRange(source, range, depth + 1);
  return {
    raw: source.text.slice(argument.from, argument.to),
    text: () => inside(argument),
    next: argument.next,
    second: () => {
      const second = braced(source, argument.next, to);
      return second === undefined ? undefined : { text: inside(second), next: second.next };
    },
  };
}

function commandWithoutArgument({ text }: Source, { name, next, to }: Named): Read | undefined {
  const known = Object.hasOwn(textCommands, name)
    ? textCommands[name]
    : /^[A-Za-z]{2,}$/.test(name)
      ? symbol(`\\${name}`)
      : undefined;
  return known === undefined ? undefined : { text: known, next: afterWord(text, name, next, to) };
}

/**
 * TeX drops the space after a command whose name consists of letters. Before another word it is
 * preserved here, as authors usually intend.
 */
function afterWord(text: string, name: string, next: number, to: number): number {
  const eaten = /^(?:ss|o|O|l|L|ae|AE|oe|OE|aa|AA|i|j|dh|th|noindent)$/.test(name);
  return eaten && next < to && text[next] === ' ' ? next + 1 : next;
}
