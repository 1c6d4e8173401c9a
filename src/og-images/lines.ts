import { between } from '../lib/text/wrap.ts';

/** Width of a text, in the unit of `width`. */
type Measure = (text: string) => number;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Breaks a text into lines of at most `width`; a word that is wider is broken wherever it must be. */
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

/** What stays together, and what stands before it within a line. */
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

/** At most so many lines, as equally long as can be (`text-wrap: balance`); where they hold not all, the last ends in an ellipsis. */
export function setLines(text: string, measure: Measure, width: number, most: number): string[] {
  const lines = breakLines(text, measure, width);
  return lines.length > most ? cutLines(lines, measure, width, most) : balanceLines(text, lines, measure, width);
}

function cutLines(lines: string[], measure: Measure, width: number, most: number): string[] {
  let last = lines[most - 1] ?? '';
  while (last !== '' && measure(`${last}…`) > width) last = shorter(last);
  return [...lines.slice(0, most - 1), `${last.replace(/[\s,;:.–—-]+$/u, '')}…`];
}

/** Without its last word; without its last letter where that would be much. */
function shorter(line: string): string {
  const blank = line.lastIndexOf(' ');
  return blank > line.length / 2 ? line.slice(0, blank) : Array.from(line).slice(0, -1).join('');
}

function balanceLines(text: string, widest: string[], measure: Measure, width: number): string[] {
  const whole = parts(text, measure, width).length;
  let best = widest;
  for (let narrower = width * 0.97; narrower > width / 2; narrower *= 0.97) {
    const lines = breakLines(text, measure, narrower);
    // Not one line more, nor a broken word.
    if (lines.length > widest.length || parts(text, measure, narrower).length > whole) break;
    best = lines;
  }
  return best;
}
