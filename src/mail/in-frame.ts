/**
 * The content security policy of an email in a frame of our pages: its own styles apply, everything
 * else is blocked.
 */
export const framePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; frame-ancestors 'self'; " +
  'sandbox allow-popups allow-popups-to-escape-sandbox';

/** The HTML of an email, with links that open outside the frame. */
export function inFrame(html: string): string {
  return html.replace(/<head[^<>]{0,300}>/i, '$&<base target="_blank">');
}
