/** Maximum characters of a redirect target. `new URL` takes milliseconds for a body of 100 KB. */
const maximumLength = 2000;

/**
 * The page to open after signing in. Any target other than an operator page on this server is
 * replaced.
 */
export function safeRedirectTarget(target: string): string {
  if (target.length > maximumLength) return '/admin';
  const home = 'http://this.invalid';
  const url = new URL(URL.canParse(target, home) ? target : '/admin', home);
  const own =
    url.origin === home &&
    /^\/(?:admin|inbox)(?:\/|$)/.test(url.pathname) &&
    !isSignIn(url.pathname);
  return own ? url.pathname + url.search : '/admin';
}

function isSignIn(path: string): boolean {
  return path === '/admin/sign-in' || path === '/admin/sign-out';
}

/**
 * Whether a sign-in page seems to be requested over http while its cookie requires https. The
 * headers of an untrusted proxy are sufficient, because the result only changes a text.
 */
export function cameOverHttp(
  { origin, host, proto }: { origin: string | undefined; host: string; proto: string | undefined },
  publicUrl: string,
): boolean {
  const url = new URL(publicUrl);
  if (url.protocol !== 'https:') return false;
  if (proto !== undefined) return proto === 'http';
  return origin === undefined || origin === 'null'
    ? host !== url.host
    : origin.startsWith('http://');
}

/** What the browser states about the origin of a form (`Sec-Fetch-Site`, `Origin`), if anything. */
export interface FormOrigin {
  site: string | undefined;
  origin: string | undefined;
  /** The name of this server in the request. */
  host: string;
  publicUrl: string;
}

/**
 * Where a form comes from. `same-origin`: the browser confirms that one of our pages sent it.
 * `unknown`: it states nothing.
 */
export function originOf({
  site,
  origin,
  host,
  publicUrl,
}: FormOrigin): 'same-origin' | 'cross-origin' | 'unknown' {
  // The browser sends `none` if its reload button resends a form.
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'cross-origin';
  if (origin === undefined || (origin === 'null' && site !== undefined))
    return site === undefined ? 'unknown' : 'same-origin';
  if (!URL.canParse(origin)) return 'cross-origin';
  const from = new URL(origin);
  return from.host === host || from.origin === new URL(publicUrl).origin
    ? 'same-origin'
    : 'cross-origin';
}
