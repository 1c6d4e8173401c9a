import { decodeHTMLStrict } from 'entities';

/**
 * Converts the HTML of feeds to text: removes elements and decodes entities. An unclosed script
 * takes the rest, as in a browser.
 */
export function plainText(html: string): string {
  const text = html
    .replaceAll(/<(script|style)\b[^]*?(?:<\/\1>|$)/gi, ' ')
    .replaceAll(/<\/?[a-z][^<>]*>/gi, ' ');
  return decodeHTMLStrict(text).replaceAll('\u00a0', ' ').trim();
}
