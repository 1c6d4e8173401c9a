import { fileURLToPath } from 'node:url';
import type { Liquid } from 'liquidjs';
import { makeLiquid } from './liquid.ts';
import type { Words } from '../lib/i18n/words.ts';
import { compileMjml } from './mjml.ts';
import { wrap } from '../lib/text/wrap.ts';

const folder = fileURLToPath(new URL('../../templates/email', import.meta.url));

function engine(escape: boolean): Liquid {
  const liquid = makeLiquid({ root: folder, cache: true, escape });
  liquid.registerFilter('wrap', (text: string, indent = '', width?: number) =>
    wrap(text, indent, width),
  );
  // The first line follows a heading of four characters.
  liquid.registerFilter('hang', (text: string) => wrap(`000 ${text}`, '    ').slice(4));
  return liquid;
}

const html = engine(true);
const text = engine(false);

/** Renders an email from `templates/email`: `NAME.mjml` and `NAME.txt`, with the same data. */
export async function renderMail(
  words: Words,
  name: string,
  data: object,
): Promise<{ html: string; text: string }> {
  return { html: await renderHtml(words, name, data), text: await renderText(words, name, data) };
}

/** The minified HTML of `NAME.mjml`. Template output is escaped before MJML parses it. */
export async function renderHtml(words: Words, name: string, data: object): Promise<string> {
  return compileMjml(
    String(
      await html.renderFile(`${name}.mjml`, withLanguage(words, data), { globals: { words } }),
    ),
  );
}

/** The text of `NAME.txt`. */
export async function renderText(words: Words, name: string, data: object): Promise<string> {
  const plain = String(
    await text.renderFile(`${name}.txt`, withLanguage(words, data), { globals: { words } }),
  );
  return `${plain.replaceAll(/\n{3,}/g, '\n\n').trim()}\n`;
}

function withLanguage({ lang, dir }: Words, data: object): object {
  return { lang, dir, ...data };
}
