import { parseCss, parseHtml, rawData } from 'caniemail';

interface Declaration {
  type: string;
  property?: string;
  value?: string;
}

interface Rule {
  type: string;
  media?: string;
  selectors?: string[];
  declarations?: Declaration[];
  rules?: Rule[];
}

interface Node {
  name?: string;
  attribs?: Record<string, string>;
  children?: Node[];
}

const known = new Set(rawData.data.map(({ slug }) => slug));

/**
 * The HTML and CSS features that an email uses, by their names on caniemail.com
 * (`css-border-radius`, `html-table`).
 */
export function featuresOf(html: string): Set<string> {
  const found = new Set<string>();
  const note = (...slugs: string[]) =>
    slugs.filter((slug) => known.has(slug)).forEach((slug) => found.add(slug));
  const { document, stylesheets } = parseHtml(html);
  for (const { stylesheet } of stylesheets) noteRules(stylesheet.rules, note);
  noteNode(document as unknown as Node, note);
  return found;
}

type Note = (...slugs: string[]) => void;

function noteNode({ name = '', attribs = {}, children = [] }: Node, note: Note): void {
  note(`html-${name}`);
  if (/^h[1-6]$/.test(name)) note('html-h1-h6');
  if (/^(tr|td|th|tbody)$/.test(name)) note('html-table');
  if (/^(ul|ol|li|dl)$/.test(name)) note('html-lists');
  if (/^(article|section|main|header|footer|nav|aside)$/.test(name)) note('html-semantics');
  if (name === 'meta') note(`html-meta-${attribs['name']}`);
  for (const [attribute, value] of Object.entries(attribs)) {
    note(`html-${attribute}`);
    if (attribute === 'bgcolor') note('css-background-color');
    if (attribute === 'href' && value.startsWith('mailto:')) note('html-mailto-links');
    if (attribute === 'href' && value.startsWith('#')) note('html-anchor-links');
  }
  const { style } = attribs;
  if (style !== undefined) noteRules(parseCss(`x{${style}}`).stylesheet.rules, note, false);
  for (const child of children) noteNode(child, note);
}

function noteRules(rules: Rule[], note: Note, sheet = true): void {
  for (const { type, media = '', selectors = [], declarations = [], rules: inner = [] } of rules) {
    if (type !== 'rule') note(`css-at-${type}`);
    for (const [feature = ''] of media.matchAll(/prefers-[a-z-]+|orientation|hover/g))
      note(`css-at-media-${feature}`);
    if (sheet) noteSelectors(selectors, note);
    for (const { property, value } of declarations)
      noteDeclaration(property ?? '', value ?? '', note);
    noteRules(inner, note, sheet);
  }
}

function noteSelectors(selectors: string[], note: Note): void {
  if (selectors.length > 1) note('css-selector-grouping');
  for (const selector of selectors) {
    if (/\.[a-z]/i.test(selector)) note('css-selector-class');
    if (selector.includes('#')) note('css-selector-id');
    if (selector.includes('[')) note('css-selector-attribute');
    if (selector.includes('*')) note('css-selector-universal');
    if (selector.includes('>')) note('css-selector-child');
    if (selector.includes('+')) note('css-selector-adjacent-sibling');
    if (/(^|[\s>+~])[a-z]/i.test(selector)) note('css-selector-type');
    if (/[^\s>+~] +[^\s>+~]/.test(selector)) note('css-selector-descendant');
    if (/[\w-][.#[][\w-]/.test(selector)) note('css-selector-chaining');
    for (const [, pseudo = ''] of selector.matchAll(/:([a-z-]+)/g)) {
      note(`css-pseudo-class-${pseudo}`, `css-pseudo-element-${pseudo}`);
    }
  }
}

function noteDeclaration(property: string, value: string, note: Note): void {
  note(`css-${property}`);
  // `border-top` belongs to the feature `border`, `margin-left` to `margin`.
  if (/^(border|margin|padding)-(top|right|bottom|left)$/.test(property))
    note(`css-${property.split('-')[0]}`);
  if (property === 'display') note(`css-display-${value.split(' ')[0]}`);
  if (value.includes('!important')) note('css-important');
  for (const [, unit = ''] of value.matchAll(/\d(px|em|rem|pt|vh|vw|ch|ex|%)/g)) {
    note(`css-unit-${unit === '%' ? 'percent' : unit}`);
  }
  for (const [, name = ''] of value.matchAll(/\b([a-z-]+)\(/g))
    note(`css-function-${name}`, `css-${name}`);
}

const families = ['apple-mail', 'gmail', 'outlook', 'yahoo'] as const;

/**
 * Which of Apple Mail, Gmail, Outlook (including outlook.com) and Yahoo lack a feature in their
 * newest version.
 */
export function lacking(slug: string): string[] {
  const feature = rawData.data.find((each) => each.slug === slug);
  const stats = (feature?.stats ?? {}) as Partial<
    Record<string, Record<string, Record<string, string>>>
  >;
  return families.flatMap((family) =>
    Object.entries(stats[family] ?? {})
      .filter(([, versions]) => Object.values(versions).at(-1)?.startsWith('n'))
      .map(([platform]) => `${family}.${platform}`),
  );
}
