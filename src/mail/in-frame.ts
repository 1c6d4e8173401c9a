/**
 * The policy of a mail in a frame of our pages: it shows its own styles, and nothing else of it
 * runs.
 */
export const framePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; frame-ancestors 'self'; " +
  'sandbox allow-popups allow-popups-to-escape-sandbox';

/** The html of a mail whose links leave the frame when they are clicked. */
export function inFrame(html: string): string {
  return html.replace(/<head[^<>]{0,300}>/i, '$&<base target="_blank">');
}
