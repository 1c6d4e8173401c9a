/**
 * Characters of an address that a sign-in leads to; `new URL` takes milliseconds for a body of 100
 * KB.
 */
const maximumLength = 2000;

/** Where to go after signing in: a page of operators on this server, whatever was asked for. */
export function ownPage(target: string): string {
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
 * Whether a request for the sign-in page came over http, as far as it shows, while the cookie is
 * for https only. A proxy that is not trusted may tell: it changes a text, nothing else.
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

/**
 * What the browser says of where a form was sent from (`Sec-Fetch-Site`, `Origin`), where it says
 * anything.
 */
export interface Sender {
  site: string | undefined;
  origin: string | undefined;
  /** As the request names this server. */
  host: string;
  publicUrl: string;
}

/** `ours`: the browser says that one of our pages sent it. `unknown`: it says nothing. */
export function senderOf({
  site,
  origin,
  host,
  publicUrl,
}: Sender): 'ours' | 'foreign' | 'unknown' {
  // A form that is resent by the browser's reload button has `none`.
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'foreign';
  if (origin === undefined || (origin === 'null' && site !== undefined))
    return site === undefined ? 'unknown' : 'ours';
  if (!URL.canParse(origin)) return 'foreign';
  const from = new URL(origin);
  return from.host === host || from.origin === new URL(publicUrl).origin ? 'ours' : 'foreign';
}
