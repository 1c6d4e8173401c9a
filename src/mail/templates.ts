import { fileURLToPath } from 'node:url';
import type { Liquid } from 'liquidjs';
import { makeLiquid } from '../liquid.ts';
import type { Words } from '../words.ts';
import { compileMjml } from './mjml.ts';
import { wrap } from './wrap.ts';

const folder = fileURLToPath(new URL('../../templates/email', import.meta.url));

function engine(escape: boolean): Liquid {
  const liquid = makeLiquid({ root: folder, cache: true, escape });
  liquid.registerFilter('wrap', (text: string, indent = '', width?: number) => wrap(text, indent, width));
  // The first line begins behind a heading of four characters.
  liquid.registerFilter('hang', (text: string) => wrap(`000 ${text}`, '    ').slice(4));
  return liquid;
}

const html = engine(true);
const text = engine(false);

/**
 * Renders a mail of `templates/email`: `NAME.mjml` and its twin `NAME.txt`, from the same data.
 * Everything that a template prints is escaped before MJML sees it.
 */
export async function renderMail(words: Words, name: string, data: object): Promise<{ html: string; text: string }> {
  const told = { lang: words.lang, dir: words.dir, ...data };
  const mjml = await html.renderFile(`${name}.mjml`, told, { globals: { words } });
  const plain = await text.renderFile(`${name}.txt`, told, { globals: { words } });
  return { html: await compileMjml(mjml), text: `${plain.replaceAll(/\n{3,}/g, '\n\n').trim()}\n` };
}
