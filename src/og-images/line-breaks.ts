import { between } from '../lib/text/wrap.ts';

/** The width of a text, in the unit of `width`. */
type Measure = (text: string) => number;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Breaks a text into lines of at most `width`. A wider word is broken between any two characters.
 */
export function breakLines(text: string, measure: Measure, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const { part, blank } of parts(text, measure, width)) {
    const longer = line + (line === '' ? '' : blank) + part;
    if (measure(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = part;
  }
  return line === '' ? lines : [...lines, line];
}

/** The unbreakable parts of a text, and the space before each of them. */
function parts(text: string, measure: Measure, width: number) {
  return text
    .split(' ')
    .filter(Boolean)
    .flatMap((word) =>
      word
        .split(between)
        .flatMap((part) => (measure(part) > width ? breakWord(part, measure, width) : [part]))
        .map((part, index) => ({ part, blank: index === 0 ? ' ' : '' })),
    );
}

function breakWord(word: string, measure: Measure, width: number): string[] {
  const parts: string[] = [];
  let part = '';
  for (const { segment } of graphemes.segment(word)) {
    if (part !== '' && measure(part + segment) > width) {
      parts.push(part);
      part = '';
    }
    part += segment;
  }
  return [...parts, part];
}

/**
 * Lays a text out in at most `maximum` lines of balanced length (`text-wrap: balance`). A longer
 * text ends in an ellipsis.
 */
export function layoutLines(
  text: string,
  measure: Measure,
  width: number,
  maximum: number,
): string[] {
  const lines = breakLines(text, measure, width);
  return lines.length > maximum
    ? truncateLines(lines, measure, width, maximum)
    : balanceLines(text, lines, measure, width);
}

function truncateLines(
  lines: string[],
  measure: Measure,
  width: number,
  maximum: number,
): string[] {
  let last = lines[maximum - 1] ?? '';
  while (last !== '' && measure(`${last}…`) > width) last = shorter(last);
  return [...lines.slice(0, maximum - 1), `${last.replace(/(?<![\s,;:.–—-])[\s,;:.–—-]+$/u, '')}…`];
}

/**
 * The text without its last word, or without its last letter if that word is longer than half a
 * line.
 */
function shorter(line: string): string {
  const blank = line.lastIndexOf(' ');
  return blank > line.length / 2 ? line.slice(0, blank) : Array.from(line).slice(0, -1).join('');
}

function balanceLines(text: string, widest: string[], measure: Measure, width: number): string[] {
  const whole = parts(text, measure, width).length;
  let best = widest;
  for (let narrower = width * 0.97; narrower > width / 2; narrower *= 0.97) {
    const lines = breakLines(text, measure, narrower);
    // Stop when a narrower line adds a line or breaks a word.
    if (lines.length > widest.length || parts(text, measure, narrower).length > whole) break;
    best = lines;
  }
  return best;
}
