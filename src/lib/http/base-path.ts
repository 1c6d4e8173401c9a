/** The path of PUBLIC_URL without its last slash: empty, or such as `/papers`. */
export function basePath(publicUrl: string): string {
  return new URL(publicUrl).pathname.replace(/\/$/, '');
}

/**
 * The address as routes know it. An address without the base is left as it is: a health check asks
 * the server itself.
 */
export function withoutBase(url: string, base: string): string {
  if (base === '' || !url.startsWith(base)) return url;
  const rest = url.slice(base.length);
  if (rest === '') return '/';
  if (rest.startsWith('?')) return `/${rest}`;
  return rest.startsWith('/') ? rest : url;
}

/**
 * An attribute whose value is a path on this server. Text cannot contain it: quotes are escaped.
 */
const linkAttribute = /(\s(?:href|src|action|formaction)="|\scontent="0;url=)\/(?!\/)/g;

/** A page whose links lead to paths under the base. */
export function linksUnderBase(html: string, base: string): string {
  return base === '' ? html : html.replace(linkAttribute, `$1${base}/`);
}
