/** The path of PUBLIC_URL without a trailing slash: empty, or for example `/papers`. */
export function basePath(publicUrl: string): string {
  return new URL(publicUrl).pathname.replace(/\/$/, '');
}

/**
 * The URL as the routes define it. A URL without the base path is returned unchanged: health checks
 * call the server directly.
 */
export function withoutBase(url: string, base: string): string {
  if (base === '' || !url.startsWith(base)) return url;
  const rest = url.slice(base.length);
  if (rest === '') return '/';
  if (rest.startsWith('?')) return `/${rest}`;
  return rest.startsWith('/') ? rest : url;
}

/**
 * An attribute whose value is a path on this server. It cannot match text, in which quotes are
 * escaped.
 */
const linkAttribute = /(\s(?:href|src|action|formaction)="|\scontent="0;url=)\/(?!\/)/g;

/** A page whose links have the base path. */
export function linksUnderBase(html: string, base: string): string {
  return base === '' ? html : html.replace(linkAttribute, `$1${base}/`);
}
