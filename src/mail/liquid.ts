import { defaultOptions, type FS, Liquid } from 'liquidjs';
import { z } from 'zod';
import { escapeHtml } from '../lib/text/escape-html.ts';
import { Words } from '../lib/i18n/words.ts';

interface EngineOptions {
  root: string;
  extname?: string;
  cache: boolean;
  /** Whether template output is escaped for HTML. */
  escape: boolean;
  fs?: FS;
}

const { fs } = defaultOptions;

/**
 * Reads HTML templates without their indentation, which would double the size of some pages. Line
 * breaks between elements remain, because they separate words.
 */
export const unindented: FS = {
  ...fs,
  readFile: async (path) => unindent(await fs.readFile(path)),
  readFileSync: (path) => unindent(fs.readFileSync(path)),
};

/** A tag with one attribute per line: `<input`, indented lines, `>`. */
const tallTag = /^( *)<([a-z]+)\n((?:\1  .*\n)+)\1>/gm;

function unindent(template: string): string {
  return template
    .replaceAll(tallTag, (_all, _indent, name: string, attributes: string) => {
      const lines = attributes.trim().split(/\n\s*/);
      return `<${name} ${lines.join(' ')}>`;
    })
    .replaceAll(/\n\s+/g, '\n');
}

const values = z.record(z.string(), z.union([z.string(), z.number()]));

/** `{{ 'key' | t: site: siteName }}`: liquidjs passes named arguments as pairs. */
function argumentsOf(pairs: unknown[], write: (text: string) => string) {
  const named = values.parse(
    Object.fromEntries(z.array(z.tuple([z.string(), z.unknown()])).parse(pairs)),
  );
  const written = Object.entries(named).map(([name, value]) => [
    name,
    typeof value === 'string' ? write(value) : value,
  ]);
  return values.parse(Object.fromEntries(written));
}

const asItIs = (text: string) => text;

/**
 * An engine for the templates of pages or emails, with three filters: `t` (a message of
 * the catalogue, as text), `t_html` (a message with markup, whose arguments are escaped) and
 * `colon` (a label followed by the colon of the language). Pass the words as a global:
 * `{ globals: { words } }`.
 */
export function makeLiquid({ root, extname = '', cache, escape, ...files }: EngineOptions): Liquid {
  const liquid = new Liquid({
    root,
    extname,
    cache,
    strictFilters: true,
    strictVariables: true,
    lenientIf: true,
    timezoneOffset: 0,
    ...files,
    ...(escape ? { outputEscape: 'escape' } : {}),
  });
  liquid.registerFilter('t', function t(key: string, ...pairs: unknown[]) {
    return wordsOf(this.context.globals).t(key, argumentsOf(pairs, asItIs));
  });
  liquid.registerFilter('t_html', {
    raw: true,
    handler: function tHtml(key: string, ...pairs: unknown[]) {
      return wordsOf(this.context.globals).t(key, argumentsOf(pairs, escapeHtml));
    },
  });
  liquid.registerFilter('colon', function colon(label: string) {
    return wordsOf(this.context.globals).t('label-colon', { label });
  });
  return liquid;
}

/** The words passed to this render. */
export function wordsOf(globals: object): Words {
  if ('words' in globals && globals.words instanceof Words) return globals.words;
  throw new Error('a template was rendered without words');
}
