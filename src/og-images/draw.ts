import { escapeHtml } from '../lib/text/escape-html.ts';
import { breakLines, setLines } from './lines.ts';
import { type Picture, pictureHeight, pictureWidth, shown } from './image.ts';
import { type Face, type Run, runsOf, scriptSize, type Typeface, widthOf, writable } from './font-stack.ts';

/** The colours of the pages in light. */
const colours = { paper: '#fbf9f5', ink: '#1f1d1a', quiet: '#5f5a52', line: '#e5e0d6', accent: '#9a3412' };

/** Pixels: the margins, where text begins beside an icon or a rank, and between what heights the body of a picture stands. */
const margin = 72;
const right = pictureWidth - margin;
const indent = margin + 66;
const headerBase = 108;
const top = 168;
const bottom = 574;

/** A line from margin to margin. */
const fullLine = { x: margin, width: right - margin };

/** From a base line to the next, in em. */
const leading = 1.22;

/** Small letters stand so far from the base line, in em of the line. */
const shifts = { sub: 0.16, super: -0.36 };

/**
 * A picture as SVG. What the typeface cannot write is left out: there are no boxes in place of letters.
 * @param icon the icon of the pages, as SVG
 */
export function drawPicture(picture: Picture, typeface: Typeface, icon: string): string {
  const body = picture.kind === 'paper' ? drawPaper(typeface, picture) : drawRanking(typeface, picture.titles);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${pictureWidth}" height="${pictureHeight}">`,
    `<rect width="${pictureWidth}" height="${pictureHeight}" fill="${colours.paper}"/>`,
    `<rect width="${pictureWidth}" height="14" fill="${colours.accent}"/>`,
    ...(body.length > 0 ? [...drawHeader(typeface, picture, icon), ...body] : drawCover(typeface, picture, icon)),
    ...drawLine(typeface.text, picture.note, [22], { ...fullLine, y: pictureHeight - 18, fill: colours.quiet }),
    '</svg>',
  ].join('');
}

function drawHeader({ text, strong }: Typeface, { site, date }: Picture, icon: string): string[] {
  const size = 30;
  const day = writable(text, date[0]) ?? date[1];
  const room = right - size * widthOf(text, day) - 40 - indent;
  return [
    place(icon, headerBase - 37, 48),
    ...drawLine(strong, site, [40, 34, 28], { x: indent, y: headerBase, width: room, fill: colours.ink }),
    write(text, day, { x: right, y: headerBase, size, fill: colours.quiet, end: true }),
    rule(headerBase + 36),
  ];
}

/** Where there is nothing else to be said: site and date in the middle. */
function drawCover({ text, strong }: Typeface, { site, date }: Picture, icon: string): string[] {
  const day = writable(text, date[0]) ?? date[1];
  const x = margin + 208;
  return [
    place(icon, 239, 160),
    ...drawLine(strong, site, [92, 76, 60, 48], { x, y: 314, width: right - x, fill: colours.ink }),
    write(text, day, { x, y: 388, size: 38, fill: colours.quiet }),
  ];
}

/** A square at the left. */
function place(svg: string, y: number, size: number): string {
  return svg.trim().replace('<svg', `<svg x="${margin}" y="${y}" width="${size}" height="${size}"`);
}

interface Line {
  x: number;
  /** The base line. */
  y: number;
  width: number;
  fill: string;
}

/** One line, as large as it may be; nothing where it cannot be written. */
function drawLine(face: Face, source: string, sizes: number[], { x, y, width, fill }: Line): string[] {
  const text = writable(face, source);
  if (text === undefined) return [];
  const smallest = sizes.at(-1) ?? 0;
  const size = sizes.find((size) => size * widthOf(face, text) <= width) ?? smallest;
  return setLines(text, measureOf(face, size), width, 1).map((line) => write(face, line, { x, y, size, fill }));
}

function drawPaper({ text, strong }: Typeface, { title, authors }: Extract<Picture, { kind: 'paper' }>): string[] {
  const y = bottom - 12;
  const written = writable(strong, title);
  if (written === undefined) return [];
  const names = drawLine(text, authors, [32], { ...fullLine, y, fill: colours.quiet });
  return [...drawTitle(strong, written, (names.length > 0 ? y - 60 : bottom) - top), ...names];
}

/** A title as large as it may be, in the middle of its room. */
function drawTitle(face: Face, title: string, room: number): string[] {
  const width = right - margin;
  const size = fitting([78, 70, 62, 56, 50, 44], [title], face, width, room);
  const lines = setLines(title, measureOf(face, size), width, linesIn(room, size));
  return writeLines(face, lines, { x: margin, y: middle(top, room, lines, size), size, fill: colours.ink });
}

/** The first titles with their ranks, as large as they may be. */
function drawRanking({ text, strong }: Typeface, titles: string[]): string[] {
  const best = titles
    .map((title, index) => ({ rank: index + 1, title: writable(strong, title) ?? '' }))
    .filter(({ title }) => title !== '')
    .slice(0, shown);
  const gap = 40;
  const room = (bottom - top - gap * (best.length - 1)) / best.length;
  const width = right - indent;
  const all = best.map(({ title }) => title);
  const size = fitting([64, 58, 52, 48, 44, 40], all, strong, width, room);
  return best.flatMap(({ rank, title }, index) => {
    const from = top + index * (room + gap);
    const lines = setLines(title, measureOf(strong, size), width, linesIn(room, size));
    const y = middle(from, room, lines, size);
    return [
      ...(index === 0 ? [] : [rule(from - gap / 2)]),
      write(text, String(rank), { x: indent - 26, y: y + size, size: size * 1.15, fill: colours.accent, end: true }),
      ...writeLines(strong, lines, { x: indent, y, size, fill: colours.ink }),
    ];
  });
}

/** The largest size at which each title is whole within its room; the smallest where there is none. */
function fitting(sizes: number[], titles: string[], face: Face, width: number, room: number): number {
  const fits = (size: number) =>
    titles.every((title) => breakLines(title, measureOf(face, size), width).length <= linesIn(room, size));
  return sizes.find(fits) ?? sizes.at(-1) ?? 0;
}

function linesIn(room: number, size: number): number {
  return Math.floor(room / (size * leading));
}

/** The top of lines that stand in the middle of a room. */
function middle(from: number, room: number, lines: string[], size: number): number {
  return from + (room - lines.length * size * leading) / 2;
}

function measureOf(face: Face, size: number) {
  return (text: string) => size * widthOf(face, text);
}

interface Place {
  x: number;
  y: number;
  size: number;
  fill: string;
  /** `x` is where the line ends. */
  end?: boolean;
}

/** @param place `y` is the top of the first line */
function writeLines(face: Face, lines: string[], place: Place): string[] {
  return lines.map((line, index) => write(face, line, { ...place, y: place.y + place.size * (1 + index * leading) }));
}

/** @param place `y` is the base line */
function write(face: Face, line: string, { x, y, size, fill, end = false }: Place): string {
  const runs = runsOf(face, line);
  const spans = runs.map((run, index) => span(run, size, shiftOf(run) - shiftOf(runs[index - 1])));
  const anchor = end ? ' text-anchor="end"' : '';
  return `<text x="${x}" y="${y.toFixed(1)}" fill="${fill}" xml:space="preserve"${anchor}>${spans.join('')}</text>`;
}

/** @param shift from where the last run stood, in em of the line */
function span({ text, font, script }: Run, size: number, shift: number): string {
  const dy = shift === 0 ? '' : ` dy="${(shift * size).toFixed(1)}"`;
  const own = script === null ? size : size * scriptSize;
  return `<tspan font-family="${font.family}" font-weight="${font.weight}" font-size="${own.toFixed(1)}"${dy}>${escapeHtml(text)}</tspan>`;
}

function shiftOf(run: Run | undefined): number {
  return run === undefined || run.script === null ? 0 : shifts[run.script];
}

function rule(y: number): string {
  return `<rect x="${margin}" y="${y.toFixed(1)}" width="${right - margin}" height="2" fill="${colours.line}"/>`;
}
