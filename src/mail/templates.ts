import { fileURLToPath } from 'node:url';
import { Liquid } from 'liquidjs';
import { compileMjml } from './mjml.ts';
import { excerpt, wrap } from './wrap.ts';

const folder = fileURLToPath(new URL('../../templates/email', import.meta.url));

function engine(escape: boolean): Liquid {
  const liquid = new Liquid({
    root: folder,
    extname: '',
    cache: true,
    strictFilters: true,
    strictVariables: true,
    lenientIf: true,
    ...(escape ? { outputEscape: 'escape' } : {}),
  });
  liquid.registerFilter('wrap', (text: string, indent = '', width?: number) => wrap(text, indent, width));
  // The first line begins behind a heading of four characters.
  liquid.registerFilter('hang', (text: string) => wrap(`000 ${text}`, '    ').slice(4));
  liquid.registerFilter('excerpt', (text: string, most: number) => excerpt(text, most));
  return liquid;
}

const html = engine(true);
const text = engine(false);

/**
 * Renders a mail of `templates/email`: `NAME.mjml` and its twin `NAME.txt`, from the same data.
 * Everything that a template prints is escaped before MJML sees it.
 */
export async function renderMail(name: string, data: object): Promise<{ html: string; text: string }> {
  const mjml = await html.renderFile(`${name}.mjml`, data);
  const plain = await text.renderFile(`${name}.txt`, data);
  return { html: await compileMjml(mjml), text: `${plain.replaceAll(/\n{3,}/g, '\n\n').trim()}\n` };
}
