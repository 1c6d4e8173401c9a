import { escapeHtml } from '../lib/text/escape-html.ts';
import { breakLines, layoutLines } from './line-breaks.ts';
import { type ImageContent, imageHeight, imageWidth, maximumTitles } from './image.ts';
import {
  type FontStack,
  type Run,
  runsOf,
  scriptSize,
  type FontStacks,
  widthOf,
  drawableText,
} from './font-stack.ts';

/** The colours of the light theme. */
const colours = {
  paper: '#fbf9f5',
  ink: '#1f1d1a',
  muted: '#5f5a52',
  line: '#e5e0d6',
  accent: '#9a3412',
};

/**
 * Pixels: the margins, the indent of text next to an icon or a rank, and the top and bottom of the
 * body.
 */
const margin = 72;
const right = imageWidth - margin;
const indent = margin + 66;
const headerBase = 108;
const top = 168;
const bottom = 574;

/** A line across the page, from margin to margin. */
const fullLine = { x: margin, width: right - margin };

/** The distance between base lines, in em. */
const leading = 1.22;

/** The offset of subscripts and superscripts from the base line, in em of the line. */
const shifts = { sub: 0.16, super: -0.36 };

/**
 * An image as SVG. Characters missing from the fonts are omitted; no placeholder boxes are drawn.
 * @param icon the site icon, as SVG
 */
export function drawImage(image: ImageContent, fonts: FontStacks, icon: string): string {
  const body = image.kind === 'paper' ? drawPaper(fonts, image) : drawRanking(fonts, image.titles);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${imageWidth}" height="${imageHeight}">`,
    `<rect width="${imageWidth}" height="${imageHeight}" fill="${colours.paper}"/>`,
    `<rect width="${imageWidth}" height="14" fill="${colours.accent}"/>`,
    ...(body.length > 0
      ? [...drawHeader(fonts, image, icon), ...body]
      : drawCover(fonts, image, icon)),
    ...drawLine(fonts.regular, image.note, [22], {
      ...fullLine,
      y: imageHeight - 18,
      fill: colours.muted,
    }),
    '</svg>',
  ].join('');
}

function drawHeader(
  { regular, bold }: FontStacks,
  { site, date }: ImageContent,
  icon: string,
): string[] {
  const size = 30;
  const day = drawableText(regular, date[0]) ?? date[1];
  const room = right - size * widthOf(regular, day) - 40 - indent;
  return [
    placeIcon(icon, headerBase - 37, 48),
    ...drawLine(bold, site, [40, 34, 28], {
      x: indent,
      y: headerBase,
      width: room,
      fill: colours.ink,
    }),
    write(regular, day, { x: right, y: headerBase, size, fill: colours.muted, end: true }),
    rule(headerBase + 36),
  ];
}

/** An image without papers: site and date in the middle. */
function drawCover(
  { regular, bold }: FontStacks,
  { site, date }: ImageContent,
  icon: string,
): string[] {
  const day = drawableText(regular, date[0]) ?? date[1];
  const x = margin + 208;
  return [
    placeIcon(icon, 239, 160),
    ...drawLine(bold, site, [92, 76, 60, 48], { x, y: 314, width: right - x, fill: colours.ink }),
    write(regular, day, { x, y: 388, size: 38, fill: colours.muted }),
  ];
}

/** A square icon at the left margin. */
function placeIcon(svg: string, y: number, size: number): string {
  return svg.trim().replace('<svg', `<svg x="${margin}" y="${y}" width="${size}" height="${size}"`);
}

interface Line {
  x: number;
  /** The base line. */
  y: number;
  width: number;
  fill: string;
}

/** Draws one line in the largest size that fits, or nothing if its characters cannot be drawn. */
function drawLine(
  font: FontStack,
  source: string,
  sizes: number[],
  { x, y, width, fill }: Line,
): string[] {
  const text = drawableText(font, source);
  if (text === undefined) return [];
  const smallest = sizes.at(-1) ?? 0;
  const size = sizes.find((size) => size * widthOf(font, text) <= width) ?? smallest;
  return layoutLines(text, measureOf(font, size), width, 1).map((line) =>
    write(font, line, { x, y, size, fill }),
  );
}

function drawPaper(
  { regular, bold }: FontStacks,
  { title, authors }: Extract<ImageContent, { kind: 'paper' }>,
): string[] {
  const y = bottom - 12;
  const written = drawableText(bold, title);
  if (written === undefined) return [];
  const names = drawLine(regular, authors, [32], { ...fullLine, y, fill: colours.muted });
  return [...drawTitle(bold, written, (names.length > 0 ? y - 60 : bottom) - top), ...names];
}

/** Draws a title in the largest size that fits, vertically centred. */
function drawTitle(font: FontStack, title: string, room: number): string[] {
  const width = right - margin;
  const size = fittingSize([78, 70, 62, 56, 50, 44], [title], font, width, room);
  const lines = layoutLines(title, measureOf(font, size), width, linesIn(room, size));
  return writeLines(font, lines, {
    x: margin,
    y: middle(top, room, lines, size),
    size,
    fill: colours.ink,
  });
}

/** Draws the first titles with their ranks, in the largest size that fits all of them. */
function drawRanking({ regular, bold }: FontStacks, titles: string[]): string[] {
  const best = titles
    .map((title, index) => ({ rank: index + 1, title: drawableText(bold, title) ?? '' }))
    .filter(({ title }) => title !== '')
    .slice(0, maximumTitles);
  const gap = 40;
  const room = (bottom - top - gap * (best.length - 1)) / best.length;
  const width = right - indent;
  const all = best.map(({ title }) => title);
  const size = fittingSize([64, 58, 52, 48, 44, 40], all, bold, width, room);
  return best.flatMap(({ rank, title }, index) => {
    const from = top + index * (room + gap);
    const lines = layoutLines(title, measureOf(bold, size), width, linesIn(room, size));
    const y = middle(from, room, lines, size);
    return [
      ...(index === 0 ? [] : [rule(from - gap / 2)]),
      write(regular, String(rank), {
        x: indent - 26,
        y: y + size,
        size: size * 1.15,
        fill: colours.accent,
        end: true,
      }),
      ...writeLines(bold, lines, { x: indent, y, size, fill: colours.ink }),
    ];
  });
}

/** The largest size at which every title fits, or the smallest size. */
function fittingSize(
  sizes: number[],
  titles: string[],
  font: FontStack,
  width: number,
  room: number,
): number {
  const fits = (size: number) =>
    titles.every(
      (title) => breakLines(title, measureOf(font, size), width).length <= linesIn(room, size),
    );
  return sizes.find(fits) ?? sizes.at(-1) ?? 0;
}

function linesIn(room: number, size: number): number {
  return Math.floor(room / (size * leading));
}

/** The top of lines that are vertically centred in a space. */
function middle(from: number, room: number, lines: string[], size: number): number {
  return from + (room - lines.length * size * leading) / 2;
}

function measureOf(font: FontStack, size: number) {
  return (text: string) => size * widthOf(font, text);
}

interface Place {
  x: number;
  y: number;
  size: number;
  fill: string;
  /** Whether `x` is the end of the line. */
  end?: boolean;
}

/** @param place `y` is the top of the first line */
function writeLines(font: FontStack, lines: string[], place: Place): string[] {
  return lines.map((line, index) =>
    write(font, line, { ...place, y: place.y + place.size * (1 + index * leading) }),
  );
}

/** @param place `y` is the base line */
function write(font: FontStack, line: string, { x, y, size, fill, end = false }: Place): string {
  const runs = runsOf(font, line);
  const spans = runs.map((run, index) => span(run, size, shiftOf(run) - shiftOf(runs[index - 1])));
  const anchor = end ? ' text-anchor="end"' : '';
  return `<text x="${x}" y="${y.toFixed(1)}" fill="${fill}" xml:space="preserve"${anchor}>${spans.join('')}</text>`;
}

/** @param shift from the base line of the previous run, in em of the line */
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
